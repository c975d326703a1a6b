import { linkKeys } from '../domain/project/all-rows.ts';
import type { RowSource } from '../domain/project/all-rows.ts';
import type { PublishedTable, State, UnpublishedRow } from '../domain/state.ts';
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

  /** Marks of rows that changed since they were last published, at most `limit`. */
  unpublished(limit: number): UnpublishedRow[] {
    const sql = 'SELECT table_name, key, change FROM unpublished ORDER BY table_name, key LIMIT ?';
    const rows = this.#statements.all<[PublishedTable, string, number]>(sql, limit);
    return rows.map(([table_name, key, change]) => ({ table_name, key, change }));
  }

  /** The vector line of the commons commit that the read model last heard of. */
  published(): string | undefined {
    return this.#statements.get<[string]>("SELECT value FROM meta WHERE name = 'published'")?.[0];
  }

  *keys(table: PublishedTable): Generator<string> {
    if (table === 'rig_links') {
      yield* linkKeys(this.state);
      return;
    }
    for (const [key] of this.#statements.iterate<[string]>(sorted[table])) yield key;
  }
}
