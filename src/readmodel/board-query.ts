import type { SQLInputValue } from 'node:sqlite';
import { numberedColumns } from './board-schema.ts';
import type { Search } from './board-text.ts';

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

export interface SqlPart {
  sql: string;
  values: SQLInputValue[];
}

/** One filter. `no` is where a query has a row's number: a test that needs no more is made before the row is read. */
export interface Condition {
  test: (no: string) => SqlPart;
  /** What the test looks at: a column of the board, a table of numbers, the full-text index. */
  tests: 'column' | 'number' | 'text';
  /** Numbers (`no`) of all rows that pass; where it is absent, most do. */
  numbers?: SqlPart;
  /** How many there are, where that is known. */
  rows?: number;
}

/** The conditions that a filter asks for. Undefined when nothing can pass. */
export function conditionsOf(filter: BoardFilter, search: (match: string) => Search): Condition[] | undefined {
  const { ready, tag, skill, q } = filter;
  // What is ready is open.
  const status = filter.status ?? (ready === true ? 'open' : undefined);
  if (ready === true && status !== 'open') return undefined;
  const conditions: Condition[] = [];
  if (ready !== undefined && (status === undefined || status === 'open')) conditions.push(readyCondition(ready));
  if (status !== undefined && ready !== true) conditions.push(columnCondition('status', '?', status));
  if (filter.type !== undefined) conditions.push(columnCondition('type', '?', filter.type));
  for (const column of numberedColumns) {
    const value = filter[column];
    if (value !== undefined) conditions.push(columnCondition(column, numberOf, value));
  }
  if (tag !== undefined) conditions.push(sideCondition('item_tags', 'tag', tag));
  if (skill !== undefined) conditions.push(sideCondition('item_skills', 'skill', skill));
  if (q === undefined) return conditions;
  const match = matchOf(q);
  return match === undefined ? undefined : [...conditions, textCondition(search(match))];
}

export const sortColumns: Record<string, string[]> = {
  priority: ['priority', 'created_at', 'id'],
  created: ['created_at', 'id'],
  updated: ['updated_at', 'id'],
};

function part(sql: string, ...values: SQLInputValue[]): SqlPart {
  return { sql, values };
}

const numberOf = '(SELECT n.no FROM board_names n WHERE n.name = ?)';

function columnCondition(column: string, is: string, value: string): Condition {
  return {
    test: () => part(`+board.${column} = ${is}`, value),
    tests: 'column',
    numbers: part(`SELECT no FROM board INDEXED BY board_by_${column} WHERE ${column} = ${is}`, value),
  };
}

function readyCondition(ready: boolean): Condition {
  if (!ready) return { test: () => part("NOT (board.status = 'open' AND board.waiting = 0)"), tests: 'column' };
  return {
    test: () => part("+board.status = 'open' AND +board.waiting = 0"),
    tests: 'column',
    numbers: part("SELECT no FROM board INDEXED BY board_by_status WHERE status = 'open' AND waiting = 0"),
  };
}

function sideCondition(table: string, column: string, value: string): Condition {
  return {
    test: (no) => part(`EXISTS (SELECT 1 FROM ${table} s WHERE s.${column} = ? AND s.no = ${no})`, value),
    tests: 'number',
    numbers: part(`SELECT no FROM ${table} WHERE ${column} = ?`, value),
  };
}

function textCondition({ match, found }: Search): Condition {
  const numbers = part('SELECT rowid AS no FROM board_text WHERE board_text MATCH ?', match);
  if (found !== undefined) return { test: (no) => part(`found(${no})`), tests: 'number', numbers, rows: found };
  const ask = 'SELECT 1 FROM board_text WHERE board_text MATCH ? AND rowid =';
  return { test: (no) => part(`EXISTS (${ask} ${no})`, match), tests: 'text' };
}

/** The words of a search as an FTS5 expression: each quoted, since its operators are nothing that a stranger should use. */
function matchOf(q: string): string | undefined {
  const words = q.split(/\s+/u).filter((word) => /[\p{L}\p{N}\p{Co}]/u.test(word));
  if (words.length === 0) return undefined;
  return words.slice(0, maxWords).map(quotedWord).join(' ');
}

function quotedWord(word: string): string {
  return `"${word.replaceAll('"', '""').replaceAll('\u0000', '')}"`;
}

/** Each further word is one more list of rows to go through. */
const maxWords = 8;
