import type { Static, TSchema } from 'typebox';
import { Check } from 'typebox/schema';
import type { LogEntry } from '../wire/checkpoint.ts';
import type { Answer, Ask, GuardedClient } from './guarded-client.ts';
import { StreamBroken } from './guarded-client.ts';
import { linesOf } from './ndjson.ts';
import type { NotFound, Outcome } from './outcome.ts';
import { mapFound } from './outcome.ts';
import type {
  EventsAnswer as Events,
  IdentityAnswer as Identity,
  LogAnswer,
  NodeAnswer as NodeDoc,
} from './peer-answers.ts';
import {
  EntryAnswer,
  EventsAnswer,
  IdentityAnswer,
  LogsAnswer,
  NodeAnswer,
  ProblemAnswer,
  ViewAnswer,
} from './peer-answers.ts';

/** What another node's `POST /v1/events` said: a result for each token, or one problem for all. */
export type PostAnswer = { status: number; answer: Events } | { status: number; problem: ProblemAnswer };

/** Limits of one read of a log. */
export interface EventsLimits {
  /** Bytes, and milliseconds for all of it. */
  bytes: number;
  total: number;
}

const defaultEventsLimits: EventsLimits = { bytes: 256_000_000, total: 120_000 };
/** A token and the two numbers, with room. */
const maxLine = 16_200;

/** The REST door of another node, as far as this node needs it. Shapes are checked here, signatures by the callers. */
export class PeerClient {
  readonly url: string;
  readonly #client: GuardedClient;
  readonly #signal: AbortSignal | undefined;

  constructor(client: GuardedClient, url: string, signal?: AbortSignal) {
    this.url = url;
    this.#client = client;
    this.#signal = signal;
  }

  /** The node document: who the node behind this URL says it is. */
  async node(): Promise<Outcome<NodeDoc>> {
    return mapFound(await this.#get('v1/node'), (answer) => readJson(answer, NodeAnswer));
  }

  /** What the node's clock says, by the `Date` of its answer, in milliseconds; any answer will do. */
  async date(): Promise<Outcome<number>> {
    const answer = await this.#client.ask({ url: this.#at('v1/node'), ...this.#withSignal() });
    return mapFound(answer, ({ date }) =>
      date === undefined ? { kind: 'invalid', detail: 'an answer without a Date' } : { kind: 'found', value: date },
    );
  }

  /** The heads of all logs that the node holds, with their checkpoints. */
  async logs(): Promise<Outcome<LogAnswer[]>> {
    const read = mapFound(await this.#get('v1/logs'), (answer) => readJson(answer, LogsAnswer));
    return mapFound(read, ({ items }) => ({ kind: 'found', value: items }));
  }

  /** All documents of an identity that the node knows, predecessors first. */
  async identity(rig: string): Promise<Outcome<Identity>> {
    const answer = await this.#get(`v1/rigs/${encodeURIComponent(rig)}/identity`);
    return mapFound(answer, (found) => readJson(found, IdentityAnswer));
  }

  /** How a rig looks from the node's roots, signed; absent where it publishes no views. */
  async view(rig: string): Promise<Outcome<string>> {
    const limits = { total: 5_000, bytes: 64_000, redirects: 0 };
    const answer = await this.#get(`v1/rigs/${encodeURIComponent(rig)}/view`, limits);
    const read = mapFound(answer, (found) => readJson(found, ViewAnswer));
    return mapFound(read, ({ view }) => ({ kind: 'found', value: view }));
  }

  /** The entries of a log after `after`, in slices as they come; the iteration throws StreamBroken. */
  async events(
    origin: string,
    after: number,
    limits: EventsLimits = defaultEventsLimits,
  ): Promise<Outcome<AsyncIterable<LogEntry[]>>> {
    const opened = await this.#client.stream({
      url: this.#at(`v1/logs/${encodeURIComponent(origin)}/events?after=${after}`),
      accept: 'application/x-ndjson',
      ...limits,
      ...this.#withSignal(),
    });
    if (opened.kind !== 'found') return opened;
    const { status, chunks } = opened.value;
    if (status === 200) return { kind: 'found', value: readEntries(chunks) };
    // Begun and left, so that the connection and its deadline are let go.
    for await (const chunk of chunks) if (chunk.length > 0) break;
    return statusOutcome(status);
  }

  /** Hands signed tokens to the node's log, documents before the acts that need them. */
  async postEvents(tokens: string[]): Promise<Outcome<PostAnswer>> {
    const sent = await this.#client.ask({
      url: this.#at('v1/events'),
      method: 'POST',
      contentType: 'application/json',
      body: JSON.stringify({ events: tokens }),
      ...this.#withSignal(),
    });
    if (sent.kind !== 'found') return sent;
    const { status } = sent.value;
    if (isNotNow(status)) return statusOutcome(status);
    const body = parseJson(sent.value.text);
    if (Check(EventsAnswer, body) && body.results.length === tokens.length) {
      return { kind: 'found', value: { status, answer: body } };
    }
    if (status >= 400 && Check(ProblemAnswer, body)) return { kind: 'found', value: { status, problem: body } };
    return { kind: 'invalid', detail: `POST /v1/events was answered with ${status} and nothing that can be read` };
  }

  async #get(path: string, limits: Pick<Ask, 'total' | 'bytes' | 'redirects'> = {}): Promise<Outcome<Answer>> {
    const sent = await this.#client.ask({ url: this.#at(path), ...limits, ...this.#withSignal() });
    if (sent.kind === 'found' && sent.value.status !== 200) return statusOutcome(sent.value.status);
    return sent;
  }

  #withSignal(): { signal?: AbortSignal } {
    return this.#signal === undefined ? {} : { signal: this.#signal };
  }

  /** A node may live under a path of its own; a URL that can't be joined is refused by the guarded client. */
  #at(path: string): string {
    return `${this.url.replace(/\/+$/, '')}/${path}`;
  }
}

async function* readEntries(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LogEntry[]> {
  for await (const lines of linesOf(chunks, maxLine)) {
    yield lines.map((line) => {
      const entry = parseJson(line);
      if (!Check(EntryAnswer, entry)) {
        throw new StreamBroken({ kind: 'invalid', detail: 'a line that is no log entry' });
      }
      return { seq: entry.seq, logged_at: entry.logged_at, jws: entry.jws };
    });
  }
}

function readJson<T extends TSchema>(answer: Answer, schema: T): Outcome<Static<T>> {
  const body = parseJson(answer.text);
  if (!Check(schema, body)) return { kind: 'invalid', detail: 'the answer is not what a wasteland node would say' };
  return { kind: 'found', value: body };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isNotNow(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

function statusOutcome(status: number): NotFound {
  const detail = `answered with status ${status}`;
  if (status === 404 || status === 410) return { kind: 'absent', detail };
  if (isNotNow(status)) return { kind: 'unreachable', detail };
  if (status >= 400) return { kind: 'refused', by: 'peer', detail };
  return { kind: 'invalid', detail };
}
