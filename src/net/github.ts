import Type from 'typebox';
import type { Static, TSchema } from 'typebox';
import { Check } from 'typebox/schema';
import type { GuardedClient } from './guarded-client.ts';
import type { Outcome } from './outcome.ts';
import { mapFound } from './outcome.ts';

/** What is read of GitHub's answers; it may say more. */
const User = Type.Object({
  login: Type.String({ pattern: '^[A-Za-z0-9_-]{1,60}$' }),
  id: Type.Integer({ minimum: 1 }),
});
const File = Type.Object({ content: Type.Optional(Type.String()) });
const Gist = Type.Object({
  owner: Type.Optional(Type.Union([User, Type.Null()])),
  files: Type.Record(Type.String(), Type.Union([File, Type.Null()])),
});

export interface GithubUser {
  /** In lowercase. */
  login: string;
  number: number;
}

export interface GithubOptions {
  /** Base of the API, such as https://api.github.com. */
  url: string;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Name of the file in the profile repository (`alice/alice`). */
export const profileFile = 'wasteland-rig';

/** Who asks on after GitHub said that it was too much is banned in the end; its windows are an hour long. */
const rest = 15 * 60_000;
const overLimit: ReadonlySet<number> = new Set([403, 429]);

/**
 * The little of GitHub's REST API that proofs of accounts need, asked without credentials: sixty requests an hour.
 * Redirects are not followed: they lead from a name that was given up to whoever had it before.
 */
export class Github {
  readonly #client: GuardedClient;
  readonly #options: GithubOptions;
  #restsUntil = 0;

  constructor(client: GuardedClient, options: GithubOptions) {
    this.#client = client;
    this.#options = options;
  }

  /** Who has a login now. */
  async user(login: string, signal?: AbortSignal): Promise<Outcome<GithubUser>> {
    return mapFound(await this.#get(`users/${login}`, json, signal), (text) =>
      mapFound(readJson(text, User), (user) => ({ kind: 'found', value: userOf(user) })),
    );
  }

  /** Whose a gist is, and the texts of its files as far as GitHub shows them in one answer. */
  async gist(id: string, signal?: AbortSignal): Promise<Outcome<{ owner?: GithubUser; texts: string[] }>> {
    return mapFound(await this.#get(`gists/${id}`, json, signal), (text) =>
      mapFound(readJson(text, Gist), ({ owner, files }) => {
        const texts = Object.values(files).flatMap((file) => file?.content ?? []);
        return { kind: 'found', value: { ...(owner ? { owner: userOf(owner) } : {}), texts } };
      }),
    );
  }

  /** The file `wasteland-rig` of a user's profile repository. */
  async profileFile(login: string, signal?: AbortSignal): Promise<Outcome<string>> {
    return await this.#get(`repos/${login}/${login}/contents/${profileFile}`, raw, signal);
  }

  async #get(path: string, accept: string, signal: AbortSignal | undefined): Promise<Outcome<string>> {
    const { url, now } = this.#options;
    if (now() < this.#restsUntil) return resting;
    const ask = { url: `${url.replace(/\/+$/, '')}/${path}`, accept, redirects: 0 };
    const sent = await this.#client.ask(signal === undefined ? ask : { ...ask, signal });
    if (sent.kind !== 'found') return sent;
    const { status, text } = sent.value;
    if (status === 200) return { kind: 'found', value: text };
    if (overLimit.has(status)) {
      this.#restsUntil = now() + rest;
      return resting;
    }
    const detail = `GitHub answered with ${status}`;
    if (status === 404 || status === 410) return { kind: 'absent', detail };
    if (status === 408 || status >= 500) return { kind: 'unreachable', detail };
    return { kind: 'refused', by: 'peer', detail };
  }
}

const json = 'application/vnd.github+json';
const raw = 'application/vnd.github.raw+json';
const resting = {
  kind: 'unreachable',
  detail: "GitHub lets nobody ask more often; it isn't asked for a while",
} as const;

function userOf({ login, id }: Static<typeof User>): GithubUser {
  return { login: login.toLowerCase(), number: id };
}

function readJson<T extends TSchema>(text: string, schema: T): Outcome<Static<T>> {
  try {
    const body: unknown = JSON.parse(text);
    if (Check(schema, body)) return { kind: 'found', value: body };
  } catch {
    // Said below.
  }
  return { kind: 'invalid', detail: 'the answer is not what GitHub would say' };
}
