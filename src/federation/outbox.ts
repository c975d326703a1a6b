import { WastelandError } from '../errors.ts';
import { readToken } from '../identity/strict-jws.ts';
import type { Token } from '../identity/strict-jws.ts';
import { PeerClient } from '../net/peer-client.ts';
import type { OutboxRow } from '../private/outbox.ts';
import { verdictText } from '../wire/codes.ts';
import type { HomeFinder } from './find-home.ts';
import type { FederationParts } from './parts.ts';
import { postAct } from './post-act.ts';
import type { HomeAnswer } from './post-act.ts';
import { retryDelay } from '../domain/retry-delay.ts';

/** After this an act is stale wherever it is logged (protocol.md section 5). */
const staleAfter = 72 * 60 * 60_000;
/** Rows looked at in one round. */
const roundSize = 200;
/** One attempt, the search for the home included, in milliseconds. */
const attemptLimit = 30_000;

/**
 * Acts on their way to another log (design section 7): tried until their home answers or they are stale. What it says is
 * final; a second attempt at what was logged gets the first answer, so a lost answer is never a lost act.
 */
export class OutboxRunner {
  readonly #parts: FederationParts;
  readonly #homes: HomeFinder;
  readonly #onWon: (home: string) => void;
  readonly #running = new Map<string, Promise<HomeAnswer>>();
  readonly #ended = new AbortController();

  constructor(parts: FederationParts, homes: HomeFinder, onWon: (home: string) => void) {
    this.#parts = parts;
    this.#homes = homes;
    this.#onWon = onWon;
  }

  /** Tries every act whose time has come; a home that doesn't answer holds up its own acts only. */
  async round(): Promise<void> {
    const { outbox } = this.#parts.store;
    const byHome = new Map<string, OutboxRow[]>();
    for (const row of outbox.due(this.#parts.clock.now(), roundSize)) {
      byHome.set(row.home, [...(byHome.get(row.home) ?? []), row]);
    }
    await Promise.all([...byHome.values()].map(async (rows) => await this.#inTurn(rows)));
  }

  /** Tries one queued act now and keeps what came of it; who asks for one on its way shares that attempt. */
  async attempt(row: OutboxRow): Promise<HomeAnswer> {
    const running = this.#running.get(row.hash);
    if (running !== undefined) return await running;
    const attempt = this.#attempt(row).finally(() => this.#running.delete(row.hash));
    this.#running.set(row.hash, attempt);
    return await attempt;
  }

  /** Ends what is on its way and waits for it; queued acts stay queued. */
  async close(): Promise<void> {
    this.#ended.abort();
    await Promise.allSettled(this.#running.values());
  }

  async #inTurn(rows: OutboxRow[]): Promise<void> {
    for (const row of rows) {
      if (this.#ended.signal.aborted) return;
      const answer = await this.attempt(row);
      if (answer.kind === 'silent' && row.waits_for === null && row.after === null) return this.#putOff(rows, row);
    }
  }

  /** One silence stands for all that wait for the same home in this round. */
  #putOff(rows: OutboxRow[], tried: OutboxRow): void {
    for (const row of rows.slice(rows.indexOf(tried) + 1)) this.#postpone(row);
  }

  async #attempt(row: OutboxRow): Promise<HomeAnswer> {
    const reading = readToken(row.token);
    if (!reading.ok) return this.#settle(row, refused(reading.code, 'the queued token can not be read'));
    if (this.#isStale(reading.token)) return this.#giveUp(row);
    const held = this.#heldBack(row);
    if (held?.kind === 'silent') return this.#postpone(row, held, 0);
    if (held !== undefined) return this.#settle(row, held);
    const answer = await this.#ask(row, reading.token);
    return answer.kind === 'silent' ? this.#postpone(row, answer) : this.#settle(row, answer);
  }

  #isStale(token: Token): boolean {
    return Number(token.payload['iat']) * 1000 + staleAfter < this.#parts.clock.now();
  }

  /** An act may wait for another one, or for something to be known here. */
  #heldBack(row: OutboxRow): HomeAnswer | undefined {
    const before = row.after === null ? undefined : this.#parts.store.outbox.get(row.after);
    if (before?.state === 'queued') return { kind: 'silent', detail: 'the act before it waits' };
    if (before !== undefined && before.state !== 'won') {
      return refused('wrong_state', 'the act before it was not logged');
    }
    const { state } = this.#parts.readModel.reader;
    const unknown = row.waits_for !== null && state.table('completions').get(row.waits_for) === undefined;
    return unknown ? { kind: 'silent', detail: 'its completion is not known here yet' } : undefined;
  }

  async #ask(row: OutboxRow, token: Token): Promise<HomeAnswer> {
    if (row.home === this.#parts.writer.origin) return await this.#logHere(row, token);
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), attemptLimit);
    const signal = AbortSignal.any([limit.signal, this.#ended.signal]);
    try {
      const url = await this.#homes.find(row.home, signal);
      if (url === undefined) return { kind: 'silent', detail: 'nobody knows where its home is' };
      return await postAct(new PeerClient(this.#parts.client, url, signal), row.documents, row.token);
    } finally {
      clearTimeout(timer);
    }
  }

  async #logHere(row: OutboxRow, token: Token): Promise<HomeAnswer> {
    const documents = row.documents.map(readToken).flatMap((reading) => (reading.ok ? [reading.token] : []));
    try {
      const { entries, checkpoint } = await this.#parts.writer.propose({ tokens: [...documents, token] });
      const results = entries.map(({ origin, seq, hash, code }) => ({ origin, seq, hash, verdict: verdictText(code) }));
      return { kind: 'answered', results, checkpoint };
    } catch (error) {
      if (!(error instanceof WastelandError)) throw error;
      const notNow = ['unavailable', 'clock_wrong', 'disk_full', 'unknown_target'].includes(error.code);
      return notNow ? { kind: 'silent', detail: error.message } : refused(error.code, error.message);
    }
  }

  /** What only waits for something here is looked at again soon; a silent home less and less often. */
  #postpone(row: OutboxRow, answer: HomeAnswer = silentHome, attempts = row.attempts): HomeAnswer {
    const { clock, limits, random, store } = this.#parts;
    // Ended by us: that says nothing about the home, and the next start tries at once.
    if (this.#ended.signal.aborted) return answer;
    store.outbox.postpone(row.hash, clock.now() + retryDelay(attempts, limits, random()));
    return answer;
  }

  #settle(row: OutboxRow, answer: HomeAnswer): HomeAnswer {
    if (answer.kind === 'answered') {
      const { results, checkpoint } = answer;
      this.#parts.store.outbox.settle(row.hash, 'won', { ...results.at(-1), ...(checkpoint && { checkpoint }) });
      if (row.home !== this.#parts.writer.origin) this.#onWon(row.home);
    }
    if (answer.kind === 'refused') this.#parts.store.outbox.settle(row.hash, 'refused', { ...answer.problem });
    return answer;
  }

  #giveUp(row: OutboxRow): HomeAnswer {
    this.#parts.store.outbox.settle(row.hash, 'stale', null);
    return refused('stale', 'its home did not answer within 72 hours');
  }
}

const silentHome: HomeAnswer = { kind: 'silent', detail: 'its home is silent' };

function refused(code: string, detail: string): HomeAnswer {
  return { kind: 'refused', problem: { type: 'about:blank', title: detail, status: 409, code, detail } };
}
