import { linkKeys } from '../domain/project/all-rows.ts';
import type { RowSource } from '../domain/project/all-rows.ts';
import type { EntryRow, PublishedTable, State, UnpublishedRow } from '../domain/state.ts';
import type { Head, Vector } from '../domain/vector.ts';
import type { Statements } from './statements.ts';

const sorted = {
  rigs: 'SELECT id FROM identities ORDER BY row_name',
  wanted: 'SELECT id FROM items ORDER BY id',
  completions: 'SELECT id FROM completions ORDER BY id',
  stamps: 'SELECT id FROM stamps WHERE counts = 1 ORDER BY id',
} as const;

/** What the publisher and the digest need: changed rows, and all rows without holding them all. */
export class PublishedReader implements RowSource {
  readonly state: State;
  readonly #statements: Statements;

  constructor(statements: Statements, state: State) {
    this.#statements = statements;
    this.state = state;
  }

  /** Marks of the rows that changed since they were last published. */
  unpublished(): UnpublishedRow[] {
    return this.state.table('unpublished').list('primary');
  }

  /** The vector that the commons showed when the read model last heard of them; undefined before the first time. */
  published(): Vector | undefined {
    const row = this.#statements.get<[string]>("SELECT value FROM meta WHERE name = 'published'");
    return row === undefined ? undefined : new Map(JSON.parse(row[0]) as [string, Head][]);
  }

  /** How often the read model was made anew. */
  generation(): number {
    return Number(this.#statements.get<[string]>("SELECT value FROM meta WHERE name = 'generation'")?.[0] ?? 0);
  }

  /** How many `ok` acts of each type a log holds in `after` < seq ≤ `to`. */
  actsBetween(origin: string, after: number, to: number): Map<string, number> {
    const where = "origin = ? AND seq > ? AND seq <= ? AND code = 'ok'";
    const sql = `SELECT type, count(*) FROM entries WHERE ${where} GROUP BY type`;
    return new Map(this.#statements.all<[string, number]>(sql, origin, after, to));
  }

  /** The first `ok` act of this type there. */
  actBetween(origin: string, after: number, to: number, type: string): EntryRow | undefined {
    const where = "origin = ? AND seq > ? AND seq <= ? AND code = 'ok' AND type = ?";
    const sql = `SELECT seq FROM entries WHERE ${where} ORDER BY seq LIMIT 1`;
    const row = this.#statements.get<[number]>(sql, origin, after, to, type);
    return row === undefined ? undefined : this.state.table('entries').get(origin, row[0]);
  }

  *keys(table: PublishedTable): Generator<string> {
    if (table === 'rig_links') {
      yield* linkKeys(this.state);
      return;
    }
    for (const [key] of this.#statements.iterate<[string]>(sorted[table])) yield key;
  }
}
