import type { DatabaseSync } from 'node:sqlite';

export interface TierChange {
  /** Rises with time. */
  id: number;
  rig: string;
  /** From 0 to 3. */
  level: number;
  /** Why, in plain words. */
  reasons: string[];
  at: number;
}

const columns = 'id, rig, level, reasons, at';

/** How the tiers of rigs went on this node. A rig that never was anything but registered has no row. */
export class Tiers {
  readonly #database: DatabaseSync;
  readonly #now: () => number;

  constructor(database: DatabaseSync, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /** Keeps a change. */
  add(rig: string, level: number, reasons: readonly string[]): void {
    this.#database
      .prepare('INSERT INTO tiers (rig, level, reasons, at) VALUES (?, ?, ?, ?)')
      .run(rig, level, JSON.stringify(reasons), this.#now());
  }

  /** The change that brought a rig where it is. */
  latest(rig: string): TierChange | undefined {
    return this.list(rig, 1)[0];
  }

  /** Changes of a rig, newest first or, `rising`, oldest first; `after` is the id of the last one seen. */
  list(rig: string, limit: number, { rising = false, after }: { rising?: boolean; after?: number } = {}): TierChange[] {
    const [sign, by, start] = rising ? ['>', 'ASC', 0] : ['<', 'DESC', Number.MAX_SAFE_INTEGER];
    return this.#database
      .prepare(`SELECT ${columns} FROM tiers WHERE rig = ? AND id ${sign} ? ORDER BY id ${by} LIMIT ?`)
      .all(rig, after ?? start, limit)
      .map(rowOf);
  }

  /** Rigs with a history, by id: up to `limit` behind `after`. */
  rigs(after: string, limit: number): string[] {
    const rows = this.#database
      .prepare('SELECT DISTINCT rig FROM tiers WHERE rig > ? ORDER BY rig LIMIT ?')
      .all(after, limit);
    return rows.map(({ rig }) => String(rig));
  }
}

function rowOf(row: Record<string, unknown>): TierChange {
  return { ...(row as unknown as TierChange), reasons: JSON.parse(String(row['reasons'])) as string[] };
}
