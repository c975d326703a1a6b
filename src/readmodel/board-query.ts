import type { SQLInputValue } from 'node:sqlite';

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

/** One filter in its two forms. */
export interface Condition {
  /** A test of a row of `board`. */
  test: SqlPart;
  /** Numbers (`no`) of the rows that pass, for filters that may leave only a few. */
  gather?: SqlPart;
  /** Up to so many rows are gathered and sorted rather than found by walking the board in order. */
  bound: number;
}

/** Where gathering and walking cost the same on a board of 100,000 items: a test of a row's text costs twenty times one
 * of its columns, so more rows are worth gathering. */
const columnBound = 4000;
const textBound = 12_000;

const isReady = "status = 'open' AND +waiting = 0";

/** The conditions that a filter asks for; `ready` apart. Undefined when nothing can pass. */
export function conditionsOf(filter: BoardFilter): Condition[] | undefined {
  const conditions: Condition[] = [];
  if (filter.type !== undefined) conditions.push(typeCondition(filter.type, filter));
  for (const column of ['project', 'home', 'posted_by', 'claimed_by', 'parent'] as const) {
    const value = filter[column];
    if (value !== undefined) conditions.push(columnCondition(column, value));
  }
  if (filter.tag !== undefined) conditions.push(sideCondition('item_tags', 'tag', filter.tag));
  if (filter.skill !== undefined) conditions.push(sideCondition('item_skills', 'skill', filter.skill));
  if (filter.ready !== undefined) conditions.push(walked(part(filter.ready ? isReady : `NOT (${isReady})`)));
  if (filter.status !== undefined) conditions.push(walked(part('status = ?', filter.status)));
  if (filter.q === undefined) return conditions;
  const match = matchOf(filter.q);
  return match === undefined ? undefined : [...conditions, textCondition(match)];
}

/** The index that walks the board in the order of the sort, over no more rows than need be. */
export function walkIndex(filter: BoardFilter, sort: BoardSort): string {
  const order = sort.replace('-', '');
  return filter.status === undefined && filter.ready !== true ? `board_${order}` : `board_status_${order}`;
}

export const sortColumns: Record<string, string[]> = {
  priority: ['priority', 'created_at', 'id'],
  created: ['created_at', 'id'],
  updated: ['updated_at', 'id'],
};

function part(sql: string, ...values: SQLInputValue[]): SqlPart {
  return { sql, values };
}

/** A condition that the indexes of the orders serve. */
function walked(test: SqlPart): Condition {
  return { test, bound: 0 };
}

function typeCondition(type: string, { status, ready }: BoardFilter): Condition {
  const known = ready === true ? 'open' : status;
  const gather =
    known === undefined
      ? part('SELECT no FROM board INDEXED BY board_by_type WHERE type = ?', type)
      : part('SELECT no FROM board INDEXED BY board_by_type WHERE type = ? AND status = ?', type, known);
  return { test: part('+type = ?', type), gather, bound: columnBound };
}

function columnCondition(column: string, value: string): Condition {
  return {
    test: part(`+${column} = ?`, value),
    gather: part(`SELECT no FROM board INDEXED BY board_by_${column} WHERE ${column} = ?`, value),
    bound: columnBound,
  };
}

function sideCondition(table: string, column: string, value: string): Condition {
  return {
    test: part(`EXISTS (SELECT 1 FROM ${table} s WHERE s.${column} = ? AND s.no = board.no)`, value),
    gather: part(`SELECT no FROM ${table} WHERE ${column} = ?`, value),
    bound: columnBound,
  };
}

function textCondition(match: string): Condition {
  return {
    test: part('EXISTS (SELECT 1 FROM board_text WHERE board_text MATCH ? AND rowid = board.no)', match),
    gather: part('SELECT rowid AS no FROM board_text WHERE board_text MATCH ?', match),
    bound: textBound,
  };
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
