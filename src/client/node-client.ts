import createClient from 'openapi-fetch';
import type { Client, ClientPathsWithMethod, MaybeOptionalInit } from 'openapi-fetch';
import type { NodeDocument, paths } from './api.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { ClientError, isProblem, refusal } from './client-error.ts';

export interface NodeClientOptions {
  /** Base URL of the node. */
  url: string;
  /** Bearer token: of a rig whose key the node holds, or the admin token. */
  token?: string;
  /** Sent with every request. */
  headers?: Record<string, string>;
  /** Milliseconds until a request is given up. */
  timeout?: number;
  /** Bytes of an answer that are read at most. */
  maxBytes?: number;
}

export type Method = 'get' | 'post' | 'patch' | 'delete';

/** The paths of the API that take a method, as openapi/openapi.json writes them. */
export type PathOf<M extends Method> = ClientPathsWithMethod<Client<paths>, M>;

/** What goes with a request: `{params: {path, query}, body}`, as its operation wants them. */
export type InitOf<M extends Method, P extends PathOf<M>> =
  undefined extends MaybeOptionalInit<paths[P], M>
    ? [init?: MaybeOptionalInit<paths[P], M>]
    : [init: MaybeOptionalInit<paths[P], M>];

/** The body that a request takes. */
export type RequestOf<M extends Method, P extends PathOf<M>> =
  InitOf<M, P> extends [init?: infer Init] ? NonNullable<(Init & { body?: unknown })['body']> : never;

/** The body of a good answer; undefined where there is none. */
export type AnswerOf<M extends Method, P extends PathOf<M>> = P extends PathOf<M> ? GoodOf<paths[P], M> : never;

type GoodOf<Operations, M extends Method> =
  Operations extends Record<M, { responses: infer Responses }> ? ContentOf<Responses[keyof Responses & Good]> : never;

type Good = 200 | 201 | 202 | 204;

type ContentOf<Response> = Response extends { content: infer ByType } ? ByType[keyof ByType] : undefined;

export interface Answer {
  status: number;
  body: unknown;
}

/** More than any answer of a node but a log, which isn't read here. */
const maxAnswer = 64 * 1024 * 1024;

/** One node's REST door, by the types of its OpenAPI document: JSON in, JSON out, problem documents as ClientError. */
export class NodeClient {
  readonly url: string;
  readonly #api: Client<paths>;

  constructor({ url, token, headers, timeout = 60_000, maxBytes = maxAnswer }: NodeClientOptions) {
    this.url = baseOf(url);
    this.#api = createClient<paths>({
      baseUrl: this.url,
      headers: {
        ...headers,
        accept: 'application/json',
        authorization: token === undefined ? null : `Bearer ${token}`,
      },
      fetch: boundedFetch({ timeout, maxBytes }),
    });
  }

  /** The answer of a GET; throws ClientError. */
  async get<P extends PathOf<'get'>>(path: P, ...init: InitOf<'get', P>): Promise<AnswerOf<'get', P>> {
    return (await this.#good('get', path, init)) as AnswerOf<'get', P>;
  }

  /** The answer of a POST; throws ClientError. */
  async post<P extends PathOf<'post'>>(path: P, ...init: InitOf<'post', P>): Promise<AnswerOf<'post', P>> {
    return (await this.#good('post', path, init)) as AnswerOf<'post', P>;
  }

  /** The answer of a PATCH; throws ClientError. */
  async patch<P extends PathOf<'patch'>>(path: P, ...init: InitOf<'patch', P>): Promise<AnswerOf<'patch', P>> {
    return (await this.#good('patch', path, init)) as AnswerOf<'patch', P>;
  }

  /** The answer of a DELETE; throws ClientError. */
  async delete<P extends PathOf<'delete'>>(path: P, ...init: InitOf<'delete', P>): Promise<AnswerOf<'delete', P>> {
    return (await this.#good('delete', path, init)) as AnswerOf<'delete', P>;
  }

  /** Asks and hands out status and JSON whatever the status is; throws ClientError when there is no such answer. */
  async ask<M extends Method, P extends PathOf<M>>(method: M, path: P, ...init: InitOf<M, P>): Promise<Answer> {
    return await this.#answered(method, path, init);
  }

  /** Who this node is. */
  async node(): Promise<NodeDocument> {
    return await this.get('/v1/node');
  }

  async #good(method: Method, path: string, init: unknown[]): Promise<unknown> {
    const { status, body } = await this.#answered(method, path, init);
    if (status < 400) return body;
    throw isProblem(body) ? refusal(body) : this.#stranger(`answered ${status} without a problem document`);
  }

  async #answered(method: Method, path: string, init: unknown[]): Promise<Answer> {
    // The callers' types have seen to it that path and init belong together; here they are any.
    const request = this.#api.request as (method: Method, path: string, ...init: unknown[]) => Promise<Parsed>;
    try {
      const { data, error, response } = await request(method, path, ...init);
      return { status: response.status, body: data ?? error };
    } catch (cause) {
      if (cause instanceof ClientError) throw cause;
      if (cause instanceof SyntaxError) throw this.#stranger('answered with something else than JSON');
      throw new ClientError('unreachable', `${this.url} can't be reached: ${reasonOf(cause)}`, { cause });
    }
  }

  #stranger(what: string): ClientError {
    return new ClientError('not_a_node', `${this.url} ${what}: is it a wasteland node?`);
  }
}

interface Parsed {
  data?: unknown;
  error?: unknown;
  response: Response;
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
