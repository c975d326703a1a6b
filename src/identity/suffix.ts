import { applyEntry } from '../domain/project/apply.ts';
import { treeOf } from '../domain/project/append.ts';
import { MemoryState } from '../domain/memory-state.ts';
import { Frontier, leafHash } from '../domain/merkle.ts';
import type { AuthorRow, State } from '../domain/state.ts';
import { loggedAtRange } from '../wire/checkpoint.ts';
import { typs } from '../wire/header.ts';
import type { Checkpoint, LogEntry } from '../wire/checkpoint.ts';
import type { LogCode } from '../wire/log-codes.ts';
import { entryHash, isWithheld, judgeEntry } from './judge.ts';
import { isCheckpoint } from './schemas.ts';
import { readToken, typOf } from './strict-jws.ts';
import type { Token } from './strict-jws.ts';
import { verifySignature } from './verify.ts';

export type LogCheck = { ok: true } | { ok: false; code: LogCode; seq?: number; detail: string };

/** A checkpoint that has been read; nothing says yet that its signature holds. */
export interface ReadCheckpoint extends Checkpoint {
  token: Token;
}

/** Reads a checkpoint of a log; undefined when it isn't one. */
export function readCheckpoint(text: string, origin: string): ReadCheckpoint | undefined {
  const reading = readToken(text);
  if (!reading.ok || reading.token.typ !== typs.checkpoint) return undefined;
  const payload: unknown = reading.token.payload;
  if (!isCheckpoint(payload) || payload.iss !== origin) return undefined;
  return { ...payload, token: reading.token };
}

/**
 * Checks the suffix of one log against its checkpoint by hashing alone, before anything of it is judged or lands
 * (protocol.md section 4). Batches are pushed in order; entries beyond the checkpoint are the caller's to keep back.
 */
export class SuffixCheck {
  readonly #origin: string;
  readonly #frontier: Frontier;
  readonly #keys: CheckpointKeys;
  #loggedAt: number;
  #failure: LogCheck | undefined;

  /** Starts behind what `state` holds of the log; `from` = 'start' begins at its first entry instead. */
  constructor(state: State, origin: string, from: 'head' | 'start' = 'head') {
    const head = from === 'head' ? state.table('logs').get(origin) : undefined;
    this.#origin = origin;
    this.#frontier = head === undefined ? new Frontier() : Frontier.of(treeOf(state, origin), head.seq);
    this.#loggedAt = head?.logged_at ?? loggedAtRange.min;
    this.#keys = new CheckpointKeys(state, origin, from);
  }

  /** Entries seen, those that are held included. */
  get seq(): number {
    return this.#frontier.size;
  }

  /** Takes the next entries; false once the log has failed. */
  push(entries: readonly LogEntry[]): boolean {
    for (const entry of entries) {
      this.#failure ??= this.#take(entry);
      if (this.#failure !== undefined) return false;
    }
    return true;
  }

  /** Compares with the checkpoint, whose signature must be of a key that the node has at its `seq`. */
  finish(checkpointText: string): LogCheck {
    if (this.#failure !== undefined) return this.#failure;
    const checkpoint = readCheckpoint(checkpointText, this.#origin);
    if (checkpoint === undefined) return failed('bad_checkpoint', 'the checkpoint is not one of this log');
    if (checkpoint.seq !== this.seq) {
      return failed('gap', `the checkpoint covers ${checkpoint.seq} entries, ${this.seq} are here`);
    }
    const root = this.#frontier.root();
    if (root !== checkpoint.root) {
      return failed('wrong_root', `root ${root} here, ${checkpoint.root} in the checkpoint`);
    }
    return this.#keys.verify(checkpoint);
  }

  #take(entry: LogEntry): LogCheck | undefined {
    const seq = this.seq + 1;
    if (entry.seq !== seq) return failed('gap', `entry ${entry.seq} where ${seq} should stand`, seq);
    if (entry.jws.length === 0 || entry.jws.length > 16_000) {
      return failed('too_long', `a text of ${entry.jws.length} characters`, seq);
    }
    if (!/^[\x21-\x7e]*$/.test(entry.jws)) {
      return failed('not_ascii', 'a text with other characters than \\x21-\\x7e', seq);
    }
    const { logged_at: loggedAt } = entry;
    if (!Number.isSafeInteger(loggedAt) || loggedAt < loggedAtRange.min || loggedAt > loggedAtRange.max) {
      return failed('bad_time', `logged_at ${loggedAt}`, seq);
    }
    if (loggedAt < this.#loggedAt) return failed('decreasing_time', `${loggedAt} after ${this.#loggedAt}`, seq);
    this.#loggedAt = loggedAt;
    this.#frontier.push(leafHash(seq, loggedAt, entryHash(entry.jws)));
    return this.#keys.take(entry);
  }
}

function failed(code: LogCode, detail: string, seq?: number): LogCheck {
  return seq === undefined ? { ok: false, code, detail } : { ok: false, code, detail, seq };
}

/** Follows the origin's own documents through a suffix, so that a checkpoint is verified with the keys that the node has
 * after entries 1…seq of that same log. */
class CheckpointKeys {
  readonly #origin: string;
  readonly #held: State | undefined;
  readonly #state = new MemoryState();
  /** Hashes that stood in this suffix in place of a text: the text itself is a duplicate behind them. */
  readonly #withheld = new Set<string>();

  constructor(state: State, origin: string, from: 'head' | 'start') {
    this.#origin = origin;
    this.#held = from === 'head' ? state : undefined;
    if (from === 'head') this.#copyOwnDocuments(state);
  }

  #copyOwnDocuments(state: State): void {
    for (const place of state.table('places').list('author', this.#origin, this.#origin)) {
      const document = state.table('documents').get(place.hash);
      const entry = state.table('entries').get(this.#origin, place.seq);
      if (document !== undefined && entry !== undefined) applyEntry(this.#state, { row: entry, document });
    }
  }

  /** Entry 1 is the node's own document 0. */
  take(entry: LogEntry): LogCheck | undefined {
    if (isWithheld(entry.jws)) this.#withheld.add(entryHash(entry.jws));
    else if (this.#mayBeOwnDocument(entry) && !this.#isHeld(entry)) {
      applyEntry(this.#state, judgeEntry(this.#state, { origin: this.#origin, ...entry }));
    }
    if (entry.seq > 1) return undefined;
    const author = this.#author();
    if (author?.kind === 'node') return undefined;
    return failed('first_entry', "entry 1 is not the node's own identity document 0", 1);
  }

  #mayBeOwnDocument(entry: LogEntry): boolean {
    if (entry.seq === 1) return true;
    if (typOf(entry.jws) !== typs.identity) return false;
    const token = readToken(entry.jws);
    return token.ok && token.token.payload['id'] === this.#origin;
  }

  /** A text that stands earlier in the log is a duplicate here, whatever became of it there. */
  #isHeld(entry: LogEntry): boolean {
    const hash = entryHash(entry.jws);
    if (this.#withheld.has(hash)) return true;
    const held = this.#held?.table('entries').list('hash', hash, this.#origin);
    return held !== undefined && held.length > 0;
  }

  #author(): AuthorRow | undefined {
    return this.#state.table('authors').get(this.#origin, this.#origin);
  }

  verify(checkpoint: ReadCheckpoint): LogCheck {
    const author = this.#author();
    const x = author === undefined ? undefined : this.#keyFor(author, checkpoint);
    if (x === undefined) return failed('checkpoint_key', `key ${checkpoint.token.kid} doesn't speak for the log there`);
    if (verifySignature(checkpoint.token, x)) return { ok: true };
    return failed('checkpoint_signature', "the checkpoint's signature doesn't hold");
  }

  /** A tombstone is its log's last entry, and the checkpoint over it is verified with its predecessor's keys. */
  #keyFor(author: AuthorRow, checkpoint: ReadCheckpoint): string | undefined {
    const { kid } = checkpoint.token;
    const tip = this.#state.table('documents').get(author.tip);
    if (tip === undefined) return undefined;
    if (!author.tombstone) return Object.hasOwn(tip.keys, kid) ? tip.keys[kid]?.x : undefined;
    if (author.tip_seq !== checkpoint.seq || tip.prev === null) return undefined;
    const before = this.#state.table('documents').get(tip.prev);
    return before !== undefined && Object.hasOwn(before.keys, kid) ? before.keys[kid]?.x : undefined;
  }
}

/** Whether a checkpoint is signed by a key in force at the head that we hold of its log: what a proof of equivocation
 * needs (protocol.md section 4). */
export function signedAtOurHead(state: State, checkpoint: ReadCheckpoint): boolean {
  const author = state.table('authors').get(checkpoint.iss, checkpoint.iss);
  const { kid } = checkpoint.token;
  if (author === undefined || !author.in_force.includes(kid)) return false;
  const x = Object.hasOwn(author.known, kid) ? author.known[kid] : undefined;
  return x !== undefined && verifySignature(checkpoint.token, x);
}
