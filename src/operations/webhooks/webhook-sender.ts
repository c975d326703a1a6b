import type { Clock } from '../../clock.ts';
import { retryDelay } from '../../domain/retry-delay.ts';
import type { Private } from '../../private/open.ts';
import type { DeliveryRow } from '../../private/deliveries.ts';
import type { WebhookRow } from '../../private/webhooks.ts';
import type { Happenings } from '../happenings/happenings.ts';
import type { Attempt, Post } from './attempt.ts';
import { attempt } from './attempt.ts';
import { fillQueues } from './fill-queues.ts';

export interface SenderLimits {
  /** Milliseconds before the first retry, doubled with each one up to the longest. */
  firstRetry: number;
  longestRetry: number;
  /** Milliseconds after which a delivery is given up, and an endpoint that never answered well is dead. */
  givenUp: number;
}

export const defaultSenderLimits: SenderLimits = {
  firstRetry: 5_000,
  longestRetry: 60 * 60_000,
  givenUp: 24 * 60 * 60_000,
};

export interface SenderParts {
  store: Pick<Private, 'webhooks' | 'deliveries'>;
  happenings: Happenings;
  post: Post;
  clock: Clock;
  /** From 0 up to 1. */
  random: () => number;
  limits: SenderLimits;
  failed: (error: unknown) => void;
}

/** Endpoints that are told at once, and deliveries on their way to one of them. */
const atOnce = 32;
const perEndpoint = 4;
/** Rounds of one endpoint before another has its turn. */
const rounds = 50;
/** Milliseconds; a clock that is set meanwhile is seen after that long. */
const longestSleep = 60_000;

/**
 * Tells webhooks what happens: at least once, each delivery with its id. The queue is in node.sqlite, so that nothing is
 * lost with the process; an endpoint that doesn't answer is asked less and less often, and holds up nobody else.
 */
export class WebhookSender {
  readonly #parts: SenderParts;
  readonly #running = new Map<string, Promise<void>>();
  readonly #leave: () => void;
  readonly #ending = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#leave = parts.happenings.watch(() => this.wake());
    this.wake();
  }

  /** There may be something to send. */
  wake(): void {
    clearTimeout(this.#timer);
    if (this.#ending.signal.aborted) return;
    try {
      this.#begin();
    } catch (error) {
      this.#parts.failed(error);
      this.#sleep(longestSleep);
    }
  }

  /** Ends what is on its way; what waits is sent after the next start. */
  async close(): Promise<void> {
    this.#leave();
    clearTimeout(this.#timer);
    this.#ending.abort();
    await Promise.allSettled(this.#running.values());
  }

  #begin(): void {
    const { store, happenings, clock } = this.#parts;
    const active = store.webhooks.active();
    const behind = active.length > 0 && fillQueues(store, happenings, active);
    for (const { id, next_at: next } of active) {
      if (this.#running.size >= atOnce) break;
      if (next > clock.now() || this.#running.has(id)) continue;
      if (store.deliveries.due(id, clock.now(), 1).length > 0) this.#run(id);
    }
    if (behind) this.#sleep(0);
    else if (this.#running.size < atOnce) this.#sleepUntilDue();
  }

  #run(id: string): void {
    const running = this.#rounds(id)
      .catch(this.#parts.failed)
      .finally(() => {
        this.#running.delete(id);
        this.wake();
      });
    this.#running.set(id, running);
  }

  async #rounds(id: string): Promise<void> {
    const { store, clock } = this.#parts;
    for (let round = 0; round < rounds && !this.#ending.signal.aborted; round += 1) {
      const webhook = store.webhooks.get(id);
      if (webhook?.state !== 'active' || webhook.next_at > clock.now()) return;
      // One that fails is tried with one delivery, not with all.
      const due = store.deliveries.due(id, clock.now(), webhook.failures > 0 ? 1 : perEndpoint);
      if (due.length === 0) return;
      const secret = await store.webhooks.secret(id);
      const send = (row: DeliveryRow): Promise<Attempt> =>
        attempt({ ...this.#parts, signal: this.#ending.signal }, webhook, secret, row);
      const attempts = await Promise.all(due.map(send));
      if (this.#ending.signal.aborted) return;
      attempts.forEach((made, at) => this.#settle(due[at] as DeliveryRow, made));
      this.#judge(webhook, attempts);
    }
  }

  #settle(row: DeliveryRow, made: Attempt): void {
    const { store, clock, limits, random } = this.#parts;
    // Taken back while it was on its way.
    if (store.deliveries.get(row.webhook, row.id) === undefined) return;
    if (made.delivered) store.deliveries.end(row, 'delivered', made);
    else if (made.final || clock.now() - row.since >= limits.givenUp) store.deliveries.end(row, 'failed', made);
    else store.deliveries.postpone(row, clock.now() + retryDelay(row.attempts, limits, random()), made);
  }

  /** What a round says of the endpoint: one that took something is well. */
  #judge(webhook: WebhookRow, attempts: readonly Attempt[]): void {
    const { store, clock, limits, random } = this.#parts;
    const now = clock.now();
    const { id, failures } = webhook;
    if (attempts.some(({ delivered }) => delivered)) {
      store.webhooks.change(id, { failures: 0, failing_since: null, next_at: 0, succeeded_at: now });
      return;
    }
    if (attempts.every(({ final }) => final)) return;
    const since = webhook.failing_since ?? now;
    const gone = attempts.some(({ status }) => status === 410);
    const dead = gone || now - since >= limits.givenUp;
    const failing = {
      failures: failures + 1,
      failing_since: since,
      next_at: now + retryDelay(failures, limits, random()),
    };
    const reason = gone ? 'the endpoint says that it is gone (410)' : 'the endpoint took nothing for a day';
    store.webhooks.change(id, dead ? { ...failing, state: 'dead', reason } : failing);
  }

  #sleepUntilDue(): void {
    const { store, clock } = this.#parts;
    const at = store.deliveries.nextAt();
    if (at !== undefined) this.#sleep(Math.min(Math.max(at - clock.now(), 1), longestSleep));
  }

  #sleep(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), milliseconds);
  }
}
