import type { Static, TSchema } from 'typebox';
import { Check } from 'typebox/schema';
import { WastelandError } from '../errors.ts';
import { pauseOf } from './github-limits.ts';
import { notFoundError, statusError } from './github-refusals.ts';
import type { Answer, Ask, GuardedClient } from './guarded-client.ts';

export interface GithubApiOptions {
  /** Base of the API, such as https://api.github.com. */
  url: string;
  token?: string | undefined;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Waits so many milliseconds, and says why. */
  wait: (milliseconds: number) => Promise<void>;
  signal?: AbortSignal;
}

/** A page of a list, and how to ask for the next one. */
export interface Page<T> {
  items: T;
  /** The query of the next page. */
  next: string | undefined;
}

/** A hundred issues, each with a text of 65,536 characters. */
const limits = { bytes: 64_000_000, total: 60_000 };
/** Who is asked to wait for longer stops instead. */
const longestWait = 60_000;
const mostWaits = 3;

/**
 * The REST API that GitHub, Forgejo and Gitea share. It waits where it is told to and that isn't long; all else that isn't a good
 * answer is thrown with a code. Redirects are not followed: the token would go along.
 */
export class GithubApi {
  readonly host: string;
  readonly #client: GuardedClient;
  readonly #options: GithubApiOptions;

  constructor(client: GuardedClient, options: GithubApiOptions) {
    this.host = new URL(options.url).host;
    this.#client = client;
    this.#options = options;
  }

  /** What a GET answers; `what` says in words what is asked for. */
  async get<T extends TSchema>(path: string, schema: T, what: string): Promise<Page<Static<T>>> {
    const answer = await this.#ask({ url: this.#options.url + path }, what);
    return { items: this.#read(answer.text, schema), next: nextQuery(answer.header('link')) };
  }

  /** POSTs JSON. */
  async post(path: string, body: object, what: string): Promise<void> {
    const json = { contentType: 'application/json', body: JSON.stringify(body) };
    await this.#ask({ url: this.#options.url + path, method: 'POST', ...json }, what);
  }

  async #ask(ask: Ask, what: string): Promise<Answer> {
    const { token, now, wait, signal } = this.#options;
    const headers = {
      'x-github-api-version': '2022-11-28',
      ...(token === undefined ? {} : { authorization: `token ${token}` }),
    };
    const whole: Ask = { ...ask, ...limits, accept: 'application/vnd.github+json', headers, redirects: 0 };
    for (let waits = 0; ; waits += 1) {
      const sent = await this.#client.ask(signal === undefined ? whole : { ...whole, signal });
      signal?.throwIfAborted();
      if (sent.kind !== 'found') throw notFoundError(this.host, sent);
      const answer = sent.value;
      if (answer.status >= 200 && answer.status < 300) return answer;
      const pause = pauseOf(answer, now());
      if (pause === undefined) {
        throw statusError({ host: this.host, what, withToken: token !== undefined }, answer);
      }
      if (pause > longestWait || waits === mostWaits) throw this.#limited(pause);
      await wait(pause);
    }
  }

  #limited(pause: number): WastelandError {
    const { token, now } = this.#options;
    const until = new Date(now() + pause).toISOString().replace(/\.\d+Z$/, 'Z');
    const more = token === undefined ? '; with a token in WASTELAND_GITHUB_TOKEN it answers more often' : '';
    return new WastelandError('rate_limited', `${this.host} asks not to be asked again before ${until}${more}`);
  }

  #read<T extends TSchema>(text: string, schema: T): Static<T> {
    try {
      const body: unknown = JSON.parse(text);
      if (Check(schema, body)) return body;
    } catch {
      // Said below.
    }
    throw new WastelandError('not_a_peer', `what ${this.host} answers is not what GitHub's API would say`);
  }
}

/** Of its next page only the query is taken: a server behind a proxy may not know its own address. */
function nextQuery(link: string): string | undefined {
  const [, next] = /<([^<>]*)>;\s*rel="?next"?/.exec(link) ?? [];
  return next === undefined ? undefined : URL.parse(next, 'http://localhost')?.search;
}
