import type { Completion } from '../../wire/api/completion.ts';
import type { ItemDetail } from '../../wire/api/lifecycle.ts';
import type { Stamp } from '../../wire/api/stamp.ts';
import { itemLine, whoText } from './item.ts';
import { byOthers, oneLine, quoted } from './quoted.ts';

/** An item with all that a worker or a reviewer needs to know of it. */
export function detailText(detail: ItemDetail): string {
  const { item, completions, comments, stamps, depends_on: needs } = detail;
  const waits = needs.filter(({ status }) => status !== 'completed').map(({ id }) => id);
  return [
    itemLine(item),
    byOthers,
    `posted by ${whoText(item.posted_by)}${item.project === undefined ? '' : ` for "${oneLine(item.project)}"`}`,
    ...(waits.length === 0 ? [] : [`waits for ${waits.join(', ')}`]),
    ...(item.description === undefined ? [] : ['description:', ...quoted(item.description)]),
    ...section(
      'what a reviewer will check:',
      item.acceptance.map((point) => `- "${oneLine(point, 500)}"`),
    ),
    ...section('handed in:', completions.flatMap(completionLines)),
    ...section(
      'comments:',
      comments.flatMap(({ author, about, text }) => [`${whoText(author)} on ${about}:`, ...quoted(text)]),
    ),
    ...section('stamps:', stamps.map(stampLine)),
  ].join('\n');
}

function section(heading: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : [heading, ...lines];
}

function completionLines({ id, worker, status, evidence, summary, reason }: Completion): string[] {
  return [
    `${id} by ${whoText(worker)}, ${status}`,
    ...evidence.map(
      ({ url, note }) => `  evidence "${oneLine(url, 2_000)}"${note === undefined ? '' : ` "${oneLine(note)}"`}`,
    ),
    ...(summary === undefined ? [] : quoted(summary)),
    ...(reason === undefined ? [] : [`  the reviewer said "${oneLine(reason, 1_000)}"`]),
  ];
}

function stampLine({ id, author, subject, dimensions, revoked }: Stamp): string {
  const scores = Object.entries(dimensions).map(
    ([name, { score, confidence }]) => `${name} ${score} (${confidence} sure)`,
  );
  return `${id} by ${whoText(author)} for ${whoText(subject)}: ${scores.join(', ')}${revoked ? ', revoked' : ''}`;
}
