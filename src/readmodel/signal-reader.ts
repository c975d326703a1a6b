import type { WatchedStamp } from '../domain/reputation/signals/watched-stamps.ts';
import type { DimensionScores } from '../domain/state.ts';
import type { Statements } from './statements.ts';

/** Where a page ends. */
export type SignalPlace = Pick<WatchedStamp, 'created_at' | 'id'>;

type Columns = [string, string, string, string, string, number];

const select = 'SELECT id, author, subject, completion, dimensions, created_at FROM stamps';
const newest = 'AND counts = 1 ORDER BY created_at DESC, id DESC LIMIT ?';

/** Counting stamps as the signals look at them. */
export class SignalReader {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** The next ones by time and id. */
  page({ created_at, id }: SignalPlace, limit: number): WatchedStamp[] {
    const sql = `${select} WHERE (created_at, id) > (?, ?) AND counts = 1 ORDER BY created_at, id LIMIT ?`;
    return this.#rows(sql, created_at, id, limit);
  }

  /** The newest by a rig. */
  given(rig: string, limit: number): WatchedStamp[] {
    return this.#rows(`${select} WHERE author = ? ${newest}`, rig, limit);
  }

  /** The newest about a rig. */
  received(rig: string, limit: number): WatchedStamp[] {
    return this.#rows(`${select} WHERE subject = ? ${newest}`, rig, limit);
  }

  /** Those on one submission. */
  on(completion: string, limit: number): WatchedStamp[] {
    return this.#rows(`${select} WHERE completion = ? AND counts = 1 ORDER BY author LIMIT ?`, completion, limit);
  }

  #rows(sql: string, ...values: (string | number)[]): WatchedStamp[] {
    return this.#statements.all<Columns>(sql, ...values).map(stampOf);
  }
}

function stampOf([id, author, subject, completion, dimensions, created_at]: Columns): WatchedStamp {
  return { id, author, subject, completion, dimensions: JSON.parse(dimensions) as DimensionScores, created_at };
}
