import type { DatabaseSync } from 'node:sqlite';

export interface KeptAnswer {
  status: number;
  body: unknown;
}

export interface KeptRequest {
  /** Hash of method, path and body. */
  request: string;
  /** Signed tokens, kept before any of them is logged; null until they are signed. */
  tokens: string[] | null;
  /** What was answered; null while nothing has been. */
  answer: KeptAnswer | null;
}

/** A key is good for so long; a signed act goes stale after 72 hours anyway. */
const lifetimeMs = 24 * 60 * 60 * 1000;
/** A rig that makes more keys than this loses its oldest ones. */
const keptPerRig = 1000;

/** Idempotency-Keys of bearer writes: a retry, also after a crash, logs the very same event or gets the same answer. */
export class Idempotency {
  readonly #database: DatabaseSync;
  readonly #now: () => number;

  constructor(database: DatabaseSync, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /** What is kept under a rig's key; begins to keep it when there is nothing. */
  begin(rig: string, key: string, request: string): KeptRequest {
    const now = this.#now();
    this.#database.prepare('DELETE FROM idempotency WHERE created_at < ?').run(now - lifetimeMs);
    const row = this.#database
      .prepare('SELECT request, tokens, answer FROM idempotency WHERE rig = ? AND key = ?')
      .get(rig, key);
    if (row !== undefined) {
      return {
        request: String(row['request']),
        tokens: parsed<string[]>(row['tokens']),
        answer: parsed<KeptAnswer>(row['answer']),
      };
    }
    this.#database
      .prepare('INSERT INTO idempotency (rig, key, request, created_at) VALUES (?, ?, ?, ?)')
      .run(rig, key, request, now);
    this.#bound(rig);
    return { request, tokens: null, answer: null };
  }

  /** Keeps the signed tokens of a request. Durable when it returns: they may be logged then. */
  keepTokens(rig: string, key: string, tokens: string[]): void {
    this.#database
      .prepare('UPDATE idempotency SET tokens = ? WHERE rig = ? AND key = ?')
      .run(JSON.stringify(tokens), rig, key);
  }

  /** Keeps the answer, which every retry gets from now on. */
  keepAnswer(rig: string, key: string, answer: KeptAnswer): void {
    this.#database
      .prepare('UPDATE idempotency SET answer = ? WHERE rig = ? AND key = ?')
      .run(JSON.stringify(answer), rig, key);
  }

  /** Forgets a request of which nothing was logged, so that a retry begins anew. */
  drop(rig: string, key: string): void {
    this.#database.prepare('DELETE FROM idempotency WHERE rig = ? AND key = ?').run(rig, key);
  }

  #bound(rig: string): void {
    this.#database
      .prepare(
        `DELETE FROM idempotency WHERE rig = ?1 AND created_at <
           (SELECT created_at FROM idempotency WHERE rig = ?1 ORDER BY created_at DESC LIMIT 1 OFFSET ${keptPerRig})`,
      )
      .run(rig);
  }
}

function parsed<T>(text: unknown): T | null {
  return typeof text === 'string' ? (JSON.parse(text) as T) : null;
}
