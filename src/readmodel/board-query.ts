import { readiness } from './board-columns.ts';
import type { Facet, Order } from './board-columns.ts';
import { numberedColumns } from './board-schema.ts';
import type { NumberSet } from './board-sets.ts';

/** What a board list filters by; rigs and nodes by their full ids. */
export interface BoardFilter {
  status?: string;
  /** Open, and all that it depends on is completed here. */
  ready?: boolean;
  type?: string;
  project?: string;
  tag?: string;
  skill?: string;
  /** Words that must all occur in title, description, tags or project. */
  q?: string;
  posted_by?: string;
  claimed_by?: string;
  home?: string;
  parent?: string;
}

export const boardSorts = ['priority', '-priority', 'created', '-created', 'updated', '-updated'] as const;
export type BoardSort = (typeof boardSorts)[number];

/** By what, and whether the other way round. */
export function orderOf(sort: BoardSort): { order: Order; descending: boolean } {
  const descending = sort.startsWith('-');
  if (sort.endsWith('priority')) return { order: 'urgency', descending };
  return { order: sort.endsWith('created') ? 'created_at' : 'updated_at', descending };
}

const named = ['status', 'type', ...numberedColumns] as const;

/** The values that columns must have; undefined where one is a name that no item has. */
export function wantedOf(
  filter: BoardFilter,
  numberOf: (facet: Facet, value: string) => number | undefined,
): Map<Facet, number> | undefined {
  const wanted = new Map<Facet, number>();
  if (filter.ready !== undefined) wanted.set('ready', filter.ready ? readiness.ready : readiness.not);
  for (const facet of named) {
    const value = filter[facet];
    if (value === undefined) continue;
    const number = numberOf(facet, value);
    if (number === undefined) return undefined;
    wanted.set(facet, number);
  }
  return wanted;
}

export function tagged(tag: string): NumberSet {
  return { sql: 'SELECT no FROM item_tags WHERE tag = ?', value: tag };
}

export function skilled(skill: string): NumberSet {
  return { sql: 'SELECT no FROM item_skills WHERE skill = ?', value: skill };
}

/** Items with a text that an FTS5 expression describes. */
export function matching(expression: string): NumberSet {
  return { sql: 'SELECT rowid AS no FROM board_text WHERE board_text MATCH ?', value: expression };
}

/** The words of a search as FTS5 expressions: each quoted, since its operators are nothing that a stranger should use. */
export function wordsOf(q: string): string[] {
  const words = q.split(/\s+/u).filter((word) => /[\p{L}\p{N}\p{Co}]/u.test(word));
  return words.slice(0, maxWords).map(quotedWord);
}

function quotedWord(word: string): string {
  return `"${word.replaceAll('"', '""').replaceAll('\u0000', '')}"`;
}

/** Each further word is one more list of rows to go through. */
const maxWords = 8;
