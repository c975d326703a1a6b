import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import t from 'tap';
import type { ItemRow } from '../../src/domain/state.ts';
import type { BoardFilter, BoardSort } from '../../src/readmodel/board-query.ts';
import { BoardReader } from '../../src/readmodel/board-reader.ts';
import { openWhole } from './open-whole.ts';
import type { ReadModel } from '../../src/readmodel/open.ts';
import { SqliteState } from '../../src/readmodel/state.ts';
import { Statements } from '../../src/readmodel/statements.ts';

/** A read model in a file of its own. */
export function newModel(path = newPath()): ReadModel {
  const model = openWhole(path);
  t.teardown(() => model.close());
  return model;
}

/** Where a read model can be made. */
export function newPath(): string {
  const directory = mkdtempSync(join(tmpdir(), 'wasteland-board-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'readmodel.sqlite');
}

/** Commits, with the board brought up to the items, some at a time. */
export function commit(model: ReadModel): void {
  while (model.board.catchUp());
  model.commit();
}

/** Words as the full-text index takes them: without accents and case, cut at everything that is no letter or digit. */
function wordsOf(value: string): string[] {
  const folded = value.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

function isReady(items: Map<string, ItemRow>, { status, depends_on }: ItemRow): boolean {
  return status === 'open' && depends_on.every((needed) => items.get(needed)?.status === 'completed');
}

function hasPhrase(item: ItemRow, phrase: string[]): boolean {
  const fields = [item.title, item.description ?? '', item.tags.join(' '), item.project ?? ''];
  return fields.some((field) => ` ${wordsOf(field).join(' ')} `.includes(` ${phrase.join(' ')} `));
}

function passes(items: Map<string, ItemRow>, item: ItemRow, filter: BoardFilter): boolean {
  const { ready, tag, skill, q, ...columns } = filter;
  if (Object.entries(columns).some(([column, value]) => item[column as keyof ItemRow] !== value)) return false;
  if (ready !== undefined && isReady(items, item) !== ready) return false;
  if (tag !== undefined && !item.tags.includes(tag)) return false;
  if (skill !== undefined && !item.skills.includes(skill)) return false;
  if (q === undefined) return true;
  const phrases = q
    .split(' ')
    .map(wordsOf)
    .filter((phrase) => phrase.length > 0);
  return phrases.length > 0 && phrases.every((phrase) => hasPhrase(item, phrase));
}

function compare(sort: BoardSort, a: ItemRow, b: ItemRow): number {
  const keys = {
    priority: (item: ItemRow) => [item.priority, item.created_at, item.id],
    created: (item: ItemRow) => [item.created_at, item.id],
    updated: (item: ItemRow) => [item.updated_at, item.id],
  };
  const keyOf = keys[sort.replace('-', '') as keyof typeof keys];
  const [left, right] = sort.startsWith('-') ? [keyOf(b), keyOf(a)] : [keyOf(a), keyOf(b)];
  for (const [position, value] of left.entries()) {
    const other = right[position] as string | number;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}

/** What a list shows, by plain code. */
export function naive(items: Map<string, ItemRow>, filter: BoardFilter, sort: BoardSort) {
  const found = [...items.values()].filter((row) => passes(items, row, filter)).sort((a, b) => compare(sort, a, b));
  return found.map((row) => ({ item: row, ready: isReady(items, row) }));
}

/** A reader over a file, on a connection of its own. */
export function newReader(path: string, many?: number): BoardReader {
  const db = new DatabaseSync(path, { readOnly: true });
  t.teardown(() => db.close());
  return new BoardReader(new Statements(db), new SqliteState(db), many);
}

/** Readers over the same file that look for a page in different ways: every set kept and continued, none kept and pages found
 * among the few that are in one, and both as many there are. */
export function readersOf(path: string): Map<string, BoardReader> {
  return new Map([
    ['as is best', newReader(path)],
    ['every set is of many', newReader(path, 1)],
    ['every set is of few', newReader(path, Infinity)],
    ['three are many', newReader(path, 3)],
  ]);
}

/** What a reader lists, page by page. */
export function allPages(reader: BoardReader, filter: BoardFilter, sort: BoardSort, limit: number) {
  const found = [];
  let cursor: string | null = null;
  do {
    const page = reader.list(filter, { sort, limit, ...(cursor === null ? {} : { cursor }) });
    found.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return found;
}
