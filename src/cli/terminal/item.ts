import type { Comment } from '../../wire/api/comment.ts';
import type { Completion } from '../../wire/api/completion.ts';
import type { Item } from '../../wire/api/item.ts';
import type { ItemDetail, Related } from '../../wire/api/lifecycle.ts';
import type { Stamp } from '../../wire/api/stamp.ts';
import { dimensions } from '../../wire/words.ts';
import { oneLine, printable } from './output.ts';
import { rigName, shortId, table } from './table.ts';

/** An item and all that stands around it, as a page for people. */
export function itemLines(detail: ItemDetail): string[] {
  const { item } = detail;
  const facts: [string, string | undefined][] = [
    ['status', statusText(item)],
    ['kind', `${item.type}, priority ${item.priority}, effort ${item.effort}`],
    ['project', item.project],
    ['tags', item.tags.join(', ')],
    ['skills', item.skills.join(', ')],
    ['posted by', `${rigName(item.posted_by)}, ${item.created_at}`],
    ['claimed by', claimText(detail)],
    ['home', item.home],
    ['parent', detail.parent && relatedText(detail.parent)],
    ['depends on', detail.depends_on.map(relatedText).join('; ')],
    ['needed by', detail.needed_by.map(relatedText).join('; ')],
    ['children', detail.children.map(relatedText).join('; ')],
  ];
  return [
    `${item.id}  ${oneLine(item.title)}`,
    ...facts.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`  ${name}: ${oneLine(value)}`])),
    ...(item.description === undefined ? [] : ['', printable(item.description)]),
    ...section(
      'Acceptance',
      item.acceptance.map((point) => `  - ${oneLine(point)}`),
    ),
    ...section('Work', detail.completions.flatMap(completionLines)),
    ...section('Stamps', detail.stamps.flatMap(stampLines)),
    ...section('Comments', detail.comments.map(commentLine)),
    ...section('History', historyLines(detail)),
    ...(detail.cut === undefined ? [] : ['', `there is more than is shown of: ${detail.cut.join(', ')}`]),
  ];
}

function statusText({ status, ready, disputed, incomplete }: Item): string {
  const notes = [
    ...(status === 'open' && ready === false ? ['waits for what it depends on'] : []),
    ...(disputed === true ? ['disputed: its home signed two histories'] : []),
    ...(incomplete === true ? ["incomplete: its home's log withholds a text that may be about it"] : []),
  ];
  return notes.length === 0 ? status : `${status} (${notes.join('; ')})`;
}

function section(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function claimText({ item, claim }: ItemDetail): string | undefined {
  if (item.claimed_by === null) return undefined;
  const since = claim === undefined ? '' : `, since ${claim.since}`;
  const until = claim?.until === undefined ? '' : `, until ${claim.until}`;
  return rigName(item.claimed_by) + since + until;
}

function relatedText({ id, title, status }: Related): string {
  return `${shortId(id)} ${title ?? '(not known here)'}${status === undefined ? '' : ` [${status}]`}`;
}

function completionLines(completion: Completion): string[] {
  const { id, worker, status, submitted_at, evidence, summary } = completion;
  return [
    `  ${shortId(id)} by ${rigName(worker)}, ${submitted_at}: ${status}`,
    ...evidence.map(({ url, note }) => `    ${oneLine(url)}${note === undefined ? '' : ` (${oneLine(note)})`}`),
    ...(summary === undefined ? [] : [`    ${oneLine(summary)}`]),
  ];
}

function stampLines(stamp: Stamp): string[] {
  const scores = dimensions.flatMap((dimension) => {
    const given = stamp.dimensions[dimension];
    return given === undefined ? [] : [`${dimension} ${given.score} (confidence ${given.confidence})`];
  });
  const state = stamp.revoked ? ', revoked' : stamp.counts ? '' : ', does not count';
  return [
    `  ${shortId(stamp.id)} by ${rigName(stamp.author)}: ${scores.join(', ')}${state}`,
    ...(stamp.message === undefined ? [] : [`    ${oneLine(stamp.message)}`]),
    ...stamp.answers.map((answer) => `    answer: ${oneLine(answer.text)}`),
  ];
}

function commentLine(comment: Comment): string {
  const { author, created_at, about, text } = comment;
  return `  ${rigName(author)}, ${created_at}, on ${shortId(about)}: ${oneLine(text)}`;
}

function historyLines({ item, history }: ItemDetail): string[] {
  const rows = history.map(({ origin, seq, at, type, author, verdict, key_dropped }) => {
    const note = key_dropped === true ? 'by a key dropped since' : '';
    const place = origin === item.home ? String(seq) : `${shortId(origin)} ${seq}`;
    return ['', place, at, type, rigName(author), verdict === 'ok' ? '' : verdict, note];
  });
  return table(['', 'ENTRY', 'AT', 'ACT', 'BY', '', ''], rows).slice(1);
}
