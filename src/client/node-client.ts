import type { NodeDocument } from '../wire/api/node.ts';
import { ClientError, isProblem, refusal } from './client-error.ts';

export interface NodeClientOptions {
  /** Base URL of the node. */
  url: string;
  /** Bearer token: of a rig whose key the node holds, or the admin token. */
  token?: string;
  /** Milliseconds until a request is given up. */
  timeout?: number;
}

export type Query = Record<string, string | number | boolean | undefined>;

export interface Answer {
  status: number;
  body: unknown;
}

export interface AskOptions {
  query?: Query;
  body?: unknown;
}

/** More than any answer of a node but a log, which isn't read here. */
const maxAnswer = 64 * 1024 * 1024;

/** One node's REST door: JSON in, JSON out, problem documents as errors. */
export class NodeClient {
  readonly url: string;
  readonly #token: string | undefined;
  readonly #timeout: number;

  constructor({ url, token, timeout = 60_000 }: NodeClientOptions) {
    this.url = baseOf(url);
    this.#token = token;
    this.#timeout = timeout;
  }

  /** The answer of a GET; throws ClientError. */
  async get<T>(path: string, query: Query = {}): Promise<T> {
    return (await this.call('GET', path, { query })) as T;
  }

  /** The answer of a POST; throws ClientError. */
  async post<T>(path: string, body: unknown = {}): Promise<T> {
    return (await this.call('POST', path, { body })) as T;
  }

  /** The answer's body; an answer of 400 or more is thrown as ClientError. */
  async call(method: string, path: string, options: AskOptions = {}): Promise<unknown> {
    const { status, body } = await this.ask(method, path, options);
    if (status < 400) return body;
    throw isProblem(body) ? refusal(body) : this.#stranger(`answered ${status} without a problem document`);
  }

  /** Asks and hands out status and JSON whatever the status is; throws ClientError when there is no such answer. */
  async ask(method: string, path: string, { query = {}, body }: AskOptions = {}): Promise<Answer> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (this.#token !== undefined) headers['authorization'] = `Bearer ${this.#token}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    let response: Response;
    let text: string;
    try {
      response = await fetch(this.#address(path, query), {
        method,
        headers,
        signal: AbortSignal.timeout(this.#timeout),
        // A redirect would carry the token to whoever is named there.
        redirect: 'error',
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      text = await response.text();
    } catch (cause) {
      throw new ClientError('unreachable', `${this.url} can't be reached: ${reasonOf(cause)}`, { cause });
    }
    return { status: response.status, body: this.#json(text, response.status) };
  }

  /** Who this node is. */
  async node(): Promise<NodeDocument> {
    return await this.get<NodeDocument>('/v1/node');
  }

  #address(path: string, query: Query): string {
    const url = new URL(this.url + path);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    return url.href;
  }

  #json(text: string, status: number): unknown {
    if (text === '' && status === 204) return undefined;
    try {
      if (text.length <= maxAnswer) return JSON.parse(text);
    } catch {
      // Falls through: no JSON is an answer of something else.
    }
    throw this.#stranger(`answered ${status} with something else than JSON`);
  }

  #stranger(what: string): ClientError {
    return new ClientError('not_a_node', `${this.url} ${what}: is it a wasteland node?`);
  }
}

function baseOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw new ClientError('not_a_node', `${url} is not an http or https URL`);
  }
  return (parsed.origin + parsed.pathname).replace(/\/+$/, '');
}

/** fetch says only "fetch failed"; the reason is the cause of the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error;
  if (cause instanceof AggregateError && cause.errors.length > 0) return reasonOf(cause.errors[0]);
  return cause instanceof Error ? reasonOf(cause) : error.message;
}
