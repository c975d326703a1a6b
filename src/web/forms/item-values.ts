import type { Item } from '../../wire/api/item.ts';
import type { Typed } from './filled.ts';
import { given } from './given.ts';
import { commaSeparated, lines, textOf } from './lists.ts';

/** A posting as the form says it: what wasn't filled in is left out. */
export function itemSaid(typed: Typed): Record<string, unknown> {
  return given({
    ...texts(typed),
    acceptance: lines(typed['acceptance']),
    ...numbers(typed),
    tags: commaSeparated(typed['tags']),
    skills: commaSeparated(typed['skills']),
    reviewers: commaSeparated(typed['reviewers']),
    depends_on: commaSeparated(typed['depends_on']),
  });
}

/** The members that the form changes in an item; emptied ones are cleared. */
export function itemChanges(before: Item, typed: Typed): Record<string, unknown> {
  const old = itemTyped(before);
  const changed = Object.keys(old).filter((name) => (typed[name] ?? '').replaceAll('\r\n', '\n').trim() !== old[name]);
  const said = itemSaid(typed);
  return given(Object.fromEntries(changed.map((name) => [name, said[name] ?? cleared[name]])), true);
}

/** What stands in the form for an item. */
export function itemTyped(item: Item): Typed {
  return {
    title: item.title,
    description: item.description ?? '',
    acceptance: item.acceptance.join('\n'),
    type: item.type,
    priority: String(item.priority),
    effort: item.effort,
    claim_ttl: String(item.claim_ttl ?? ''),
    project: item.project ?? '',
    tags: item.tags.join(', '),
    skills: item.skills.join(', '),
    reviewers: item.reviewers.join(', '),
    depends_on: item.depends_on.join(', '),
    parent: item.parent ?? '',
    origin_ref: item.origin_ref ?? '',
    min_tier: String(item.min_tier ?? ''),
  };
}

/** What clears a member in an update; the others can't be cleared. */
const cleared: Record<string, unknown> = {
  description: '',
  project: '',
  parent: '',
  origin_ref: '',
  acceptance: [],
  tags: [],
  skills: [],
  reviewers: [],
  depends_on: [],
};

function texts(typed: Typed): Record<string, string | undefined> {
  const names = ['title', 'description', 'project', 'type', 'effort', 'parent', 'origin_ref'];
  return Object.fromEntries(names.map((name) => [name, textOf(typed[name])]));
}

function numbers(typed: Typed): Record<string, number | undefined> {
  const names = ['priority', 'claim_ttl', 'min_tier'];
  return Object.fromEntries(
    names.map((name) => {
      const text = textOf(typed[name]);
      return [name, text === undefined ? undefined : Number(text)];
    }),
  );
}
