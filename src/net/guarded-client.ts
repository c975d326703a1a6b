import type { Agent, buildConnector, Dispatcher } from 'undici';
import type { AddressRules } from './addresses.ts';
import { AddressRefused, checkUrl, guardedLookup, refusal } from './addresses.ts';
import type { NotFound, Outcome } from './outcome.ts';

/** The only outbound HTTP of this node. Everything that a stranger's answer could make grow has a limit. */

export interface ClientLimits {
  /** Milliseconds to connect, to the headers, between two chunks, and for all of it. */
  connect: number;
  headers: number;
  pause: number;
  total: number;
  /** Bytes of an answer. */
  bytes: number;
  redirects: number;
  /** Requests at once to one host; more wait for their turn, within `total`. */
  perHost: number;
}

export const defaultLimits: ClientLimits = {
  connect: 5_000,
  headers: 10_000,
  pause: 10_000,
  total: 30_000,
  bytes: 4_000_000,
  redirects: 3,
  perHost: 4,
};

export interface Ask {
  url: string;
  method?: 'GET' | 'POST';
  accept?: string;
  contentType?: string;
  body?: string;
  /** Further headers, by lowercase names. */
  headers?: Record<string, string>;
  /** Milliseconds for all of it, bytes of the answer, and hops, where the defaults don't fit. */
  total?: number;
  bytes?: number;
  redirects?: number;
  signal?: AbortSignal;
}

export interface Answer {
  status: number;
  contentType: string;
  /** The `Date` of the answer in milliseconds, where it has one. */
  date?: number;
  /** A header by its lowercase name; empty where it has none. */
  header(name: string): string;
  text: string;
}

export interface Stream {
  status: number;
  contentType: string;
  header(name: string): string;
  /** Throws StreamBroken when it ends too early, too late or too large. Must be read to its end or returned from. */
  chunks: AsyncIterable<Uint8Array>;
}

/** An answer that began well and could not be read to its end. */
export class StreamBroken extends Error {
  override name = 'StreamBroken';
  readonly outcome: NotFound;

  constructor(outcome: NotFound) {
    super(outcome.detail);
    this.outcome = outcome;
  }
}

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** These keep the method and the body (RFC 9110 section 15.4). */
const repeatingStatuses: ReadonlySet<number> = new Set([307, 308]);

export class GuardedClient {
  /** Made for the first request, with what it is made of: a start sends none. */
  #agent: Promise<Agent> | undefined;
  readonly #rules: AddressRules;
  readonly #limits: ClientLimits;

  constructor(rules: AddressRules, limits: Partial<ClientLimits> = {}) {
    this.#rules = rules;
    this.#limits = { ...defaultLimits, ...limits };
  }

  /** Asks and reads the whole answer as text. */
  async ask(ask: Ask): Promise<Outcome<Answer>> {
    const opened = await this.#open(ask);
    if (opened.kind !== 'found') return opened;
    const { chunks, ...head } = opened.value;
    const parts: Uint8Array[] = [];
    try {
      for await (const chunk of chunks) parts.push(chunk);
    } catch (error) {
      if (error instanceof StreamBroken) return error.outcome;
      throw error;
    }
    const text = Buffer.concat(parts).toString('utf8');
    return { kind: 'found', value: { ...head, text } };
  }

  /** Asks and gives the answer's bytes as they come. */
  async stream(ask: Ask): Promise<Outcome<Stream>> {
    return await this.#open(ask);
  }

  /** Closes all connections, those in use too. */
  async close(): Promise<void> {
    await (await this.#agent)?.destroy();
  }

  async #open(ask: Ask): Promise<Outcome<Stream & { date?: number }>> {
    const deadline = new Deadline(ask.total ?? this.#limits.total, ask.signal);
    try {
      const response = await this.#follow(ask, deadline.signal);
      const chunks = this.#bounded(response, ask.bytes ?? this.#limits.bytes, deadline);
      const date = Date.parse(headerOf(response, 'date'));
      const header = (name: string): string => headerOf(response, name);
      const head = { status: response.statusCode, contentType: header('content-type'), header, chunks };
      return { kind: 'found', value: Number.isNaN(date) ? head : { ...head, date } };
    } catch (error) {
      deadline.clear();
      return outcomeOf(error, deadline);
    }
  }

  async #follow(ask: Ask, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    let url = checkUrl(ask.url, this.#rules);
    const most = ask.redirects ?? this.#limits.redirects;
    for (let hops = 0; ; hops++) {
      const response = await this.#send(url, ask, signal);
      if (!redirectStatuses.has(response.statusCode)) return response;
      response.body.on('error', () => undefined).destroy();
      if (hops === most) throw new InvalidAnswer(`more than ${hops} redirects`);
      if (ask.method === 'POST' && !repeatingStatuses.has(response.statusCode)) {
        throw new InvalidAnswer(`a POST was answered with a redirect (${response.statusCode})`);
      }
      const target = URL.parse(headerOf(response, 'location'), url.href);
      if (target === null) throw new InvalidAnswer('a redirect without a place to go');
      url = checkUrl(target.href, this.#rules);
    }
  }

  async #send(url: URL, ask: Ask, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const headers: Record<string, string> = {
      'user-agent': 'wasteland',
      accept: ask.accept ?? 'application/json',
      ...ask.headers,
    };
    if (ask.contentType !== undefined) headers['content-type'] = ask.contentType;
    const { request } = await import('undici');
    this.#agent ??= makeAgent(this.#rules, this.#limits);
    return await request(url, {
      dispatcher: await this.#agent,
      method: ask.method ?? 'GET',
      headers,
      body: ask.body ?? null,
      signal,
    });
  }

  async *#bounded(response: Dispatcher.ResponseData, limit: number, deadline: Deadline): AsyncGenerator<Uint8Array> {
    let read = 0;
    try {
      if (Number(headerOf(response, 'content-length')) > limit) throw new InvalidAnswer(`more than ${limit} bytes`);
      for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
        read += chunk.length;
        if (read > limit) throw new InvalidAnswer(`more than ${limit} bytes`);
        yield chunk;
      }
    } catch (error) {
      throw new StreamBroken(outcomeOf(error, deadline));
    } finally {
      deadline.clear();
      response.body.on('error', () => undefined).destroy();
    }
  }
}

class InvalidAnswer extends Error {}

/** Ends a request after `ms`, or with the caller's signal. */
class Deadline {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #given: AbortSignal | undefined;
  readonly #forward = (): void => this.#controller.abort(this.#given?.reason);
  timedOut = false;

  constructor(ms: number, given: AbortSignal | undefined) {
    this.#given = given;
    this.#timer = setTimeout(() => {
      this.timedOut = true;
      this.#controller.abort();
    }, ms);
    if (given?.aborted) this.#controller.abort(given.reason);
    given?.addEventListener('abort', this.#forward, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#given?.removeEventListener('abort', this.#forward);
  }
}

async function makeAgent(rules: AddressRules, limits: ClientLimits): Promise<Agent> {
  const { Agent, buildConnector } = await import('undici');
  return new Agent({
    connect: guardedConnector(buildConnector({ timeout: limits.connect, lookup: guardedLookup(rules) }), rules),
    connections: limits.perHost,
    headersTimeout: limits.headers,
    bodyTimeout: limits.pause,
    maxHeaderSize: 32_768,
    pipelining: 1,
  });
}

/** Connects to checked addresses only, and looks once more at the one that it is connected to. */
function guardedConnector(connect: buildConnector.connector, rules: AddressRules): buildConnector.connector {
  return (options, done) => {
    connect(options, (error, socket) => {
      if (error !== null) return done(error, null);
      const address = socket.remoteAddress;
      if (address === undefined || !rules.admits(address)) {
        socket.destroy();
        return done(refusal(address ?? 'an unknown address'), null);
      }
      return done(null, socket);
    });
  };
}

function headerOf(response: Dispatcher.ResponseData, name: string): string {
  const value = response.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

function outcomeOf(error: unknown, deadline: Deadline): NotFound {
  if (error instanceof AddressRefused) return { kind: 'refused', by: 'us', detail: error.message };
  if (error instanceof InvalidAnswer) return { kind: 'invalid', detail: error.message };
  if (deadline.timedOut) return { kind: 'unreachable', detail: 'no complete answer in time' };
  return { kind: 'unreachable', detail: reasonOf(error) };
}

/** A failed connection says why in its code, and of several tries in the errors inside. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  const code = (error as NodeJS.ErrnoException).code;
  return error.message === '' ? (code ?? error.name) : error.message;
}
