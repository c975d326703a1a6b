import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { CommentRow, CompletionRow, EntryRow, ItemRow, ItemStatus, StampRow, TableName } from '../domain/state.ts';
import { boundedLimit, pageOf, readCursor, writeCursor } from './cursor.ts';
import type { Page } from './cursor.ts';
import type { SqliteState } from './state.ts';
import type { Statements } from './statements.ts';

/** An item that another one depends on; its status is null while it isn't known here. */
export interface Dependency {
  id: string;
  status: ItemStatus | null;
}

export interface CommentFilter {
  about: string;
  limit?: number;
  cursor?: string;
}

/** What stands around one item. Lists that strangers can grow are cut at `maxRelated`. */
export const maxRelated = 1000;

export class ItemReader {
  readonly #statements: Statements;
  readonly #state: SqliteState;

  constructor(statements: Statements, state: SqliteState) {
    this.#statements = statements;
    this.#state = state;
  }

  item(id: string): ItemRow | undefined {
    return this.#state.table('items').get(id);
  }

  completion(id: string): CompletionRow | undefined {
    return this.#state.table('completions').get(id);
  }

  stamp(id: string): StampRow | undefined {
    return this.#state.table('stamps').get(id);
  }

  /** Submissions for an item, oldest first. */
  completions(item: string): CompletionRow[] {
    return this.#related<CompletionRow>('completions', 'WHERE item = ? ORDER BY seq', item);
  }

  /** Stamps on an item's completions that aren't revoked, oldest first. */
  stamps(item: string): StampRow[] {
    const where =
      'WHERE revoked = 0 AND completion IN (SELECT id FROM completions WHERE item = ?) ORDER BY created_at, id';
    return this.#related<StampRow>('stamps', where, item);
  }

  /** Comments on an item, its completions and their stamps, oldest first; withdrawn ones not. */
  comments(item: string): CommentRow[] {
    const where = `WHERE withdrawn = 0 AND about IN (${aboutItem}) ORDER BY created_at, id`;
    return this.#related<CommentRow>('comments', where, ...Array<string>(aboutItemValues).fill(item));
  }

  /** One page of the comments on one thing, oldest first. */
  commentsAbout(filter: CommentFilter): Page<CommentRow> {
    const limit = boundedLimit(filter.limit);
    const after = filter.cursor === undefined ? [-1, ''] : readCursor(filter.cursor, 'comments', ['number', 'string']);
    const where = 'WHERE about = ? AND withdrawn = 0 AND (created_at, id) > (?, ?) ORDER BY created_at, id LIMIT ?';
    const rows = this.#select<CommentRow>('comments', where, filter.about, ...after, limit + 1);
    return pageOf(rows, limit, (last) => writeCursor('comments', [last.created_at, last.id]));
  }

  /** Items that name this one as their parent, oldest first. */
  children(item: string): ItemRow[] {
    return this.#related<ItemRow>('items', 'WHERE parent = ? ORDER BY created_at, id', item);
  }

  /** What an item depends on, in its own order. */
  dependencies(item: ItemRow): Dependency[] {
    return item.depends_on.map((id) => ({ id, status: this.item(id)?.status ?? null }));
  }

  /** The item's ordered acts in the order of its home's log, and the set acts about it, its completions, their stamps
   * and the comments, each where its time puts it. Acts that had no effect are there with their codes. */
  history(item: ItemRow): EntryRow[] {
    const about = `${aboutItem} UNION ALL SELECT id FROM comments WHERE about IN (${aboutItem})`;
    const values = [item.id, ...Array<string>(2 * aboutItemValues).fill(item.id)];
    const where = `WHERE item = ? OR target IN (${about}) ORDER BY logged_at, origin <> ?, origin, seq`;
    return this.#related<EntryRow>('entries', where, ...values, item.home);
  }

  #related<Row>(table: TableName, where: string, ...values: SQLInputValue[]): Row[] {
    return this.#select<Row>(table, `${where} LIMIT ${maxRelated}`, ...values);
  }

  #select<Row>(table: TableName, where: string, ...values: SQLInputValue[]): Row[] {
    const rows = this.#state.rows(table);
    const sql = `SELECT ${rows.selection()} FROM "${table}" ${where}`;
    return this.#statements.all<SQLOutputValue[]>(sql, ...values).map((row) => rows.decode(row) as Row);
  }
}

/** Ids of an item, its completions and their stamps: what a comment on it may be about. */
const aboutItem = `
  SELECT ? UNION ALL SELECT id FROM completions WHERE item = ?
  UNION ALL SELECT id FROM stamps WHERE completion IN (SELECT id FROM completions WHERE item = ?)`;
const aboutItemValues = 3;
