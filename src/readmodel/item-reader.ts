import type { SQLInputValue } from 'node:sqlite';
import type { CommentRow, CompletionRow, EntryRow, ItemRow, ItemStatus, StampRow, TableName } from '../domain/state.ts';
import { boundedLimit, pageOf, readCursor, writeCursor } from './cursor.ts';
import type { CursorValue, Page } from './cursor.ts';
import type { Lists, Paging } from './lists.ts';
import { madeIs, madeIsValues } from './schema.ts';
import type { SqliteState } from './state.ts';

/** An item that another one depends on; its status is null while it isn't known here. */
export interface Dependency {
  id: string;
  status: ItemStatus | null;
}

/** So many rows of what stands around an item are shown with it; one more is read, so that it shows that there are more. */
export const maxRelated = 200;

export class ItemReader {
  readonly #lists: Lists;
  readonly #state: SqliteState;

  constructor(lists: Lists, state: SqliteState) {
    this.#lists = lists;
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

  comment(id: string): CommentRow | undefined {
    return this.#state.table('comments').get(id);
  }

  /** Where the last ordered act that counts stands in the item's home's log. */
  lastAct(item: string): number {
    const where = "WHERE item = ? AND item IS NOT made AND code = 'ok' ORDER BY seq DESC LIMIT 1";
    return this.#lists.select<EntryRow>('entries', where, item)[0]?.seq ?? this.item(item)?.seq ?? 0;
  }

  /** Who had claimed an item last before an entry of its home's log. */
  claimerBefore(item: string, seq: number): string | undefined {
    const where = `WHERE item = ? AND item IS NOT made AND code = 'ok' AND type = 'wanted.claimed' AND seq < ?
      ORDER BY seq DESC LIMIT 1`;
    return this.#lists.select<EntryRow>('entries', where, item, seq)[0]?.author ?? undefined;
  }

  /** The last claims of a rig, newest first. */
  claimsOf(rig: string, limit: number): EntryRow[] {
    const where = "WHERE author = ? AND type = 'wanted.claimed' AND code = 'ok' ORDER BY logged_at DESC LIMIT ?";
    return this.#lists.select<EntryRow>('entries', where, rig, limit);
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

  /** Items that name this one as their parent, oldest first. */
  children(item: string): ItemRow[] {
    return this.#related<ItemRow>('items', 'WHERE parent = ? ORDER BY created_at, id', item);
  }

  /** Items that depend on this one, by id. */
  neededBy(item: string): ItemRow[] {
    const where = 'WHERE id IN (SELECT item FROM item_needs WHERE needs = ?) ORDER BY id';
    return this.#related<ItemRow>('items', where, item);
  }

  /** What an item depends on, in its own order. */
  dependencies(item: ItemRow): Dependency[] {
    return item.depends_on.map((id) => ({ id, status: this.item(id)?.status ?? null }));
  }

  /** One page of the item's ordered acts in the order of its home's log, and of the set acts about it, its completions,
   * their stamps and the comments, each where its time puts it. Acts that had no effect are there with their codes. */
  history(item: ItemRow, paging: Paging = {}): Page<EntryRow> {
    const limit = boundedLimit(paging.limit ?? maxRelated);
    const after = paging.cursor === undefined ? historyStart : readCursor(paging.cursor, 'history', historyTypes);
    const about = `${aboutItem} UNION ALL SELECT id FROM comments WHERE about IN (${aboutItem})`;
    const act = `item = ? AND item IS NOT made OR ${madeIs('?')}`;
    const where = `WHERE (${act} OR target IN (${about})) AND (logged_at, origin <> ?, origin, seq) > (?, ?, ?, ?)
      ORDER BY logged_at, origin <> ?, origin, seq LIMIT ?`;
    const places = 1 + madeIsValues + 2 * aboutItemValues;
    const values = [...Array<string>(places).fill(item.id), item.home, ...after, item.home];
    const rows = this.#lists.select<EntryRow>('entries', where, ...values, limit + 1);
    return pageOf(rows, limit, ({ logged_at: at, origin, seq }) =>
      writeCursor('history', [at, origin === item.home ? 0 : 1, origin, seq]),
    );
  }

  #related<Row>(table: TableName, where: string, ...values: SQLInputValue[]): Row[] {
    return this.#lists.select<Row>(table, `${where} LIMIT ${maxRelated + 1}`, ...values);
  }
}

/** Ids of an item, its completions and their stamps: what a comment on it may be about. */
const aboutItem = `
  SELECT ? UNION ALL SELECT id FROM completions WHERE item = ?
  UNION ALL SELECT id FROM stamps WHERE completion IN (SELECT id FROM completions WHERE item = ?)`;
const aboutItemValues = 3;

/** Time, whether in another log than the home's, log and number of an entry. */
const historyTypes: ('string' | 'number')[] = ['number', 'number', 'string', 'number'];
const historyStart: CursorValue[] = [-1, 0, '', 0];
