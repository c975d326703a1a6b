import type { State } from '../domain/state.ts';
import { BoundedCache } from '../identity/bounded-cache.ts';
import { checkKey, thumbprint } from '../identity/keys.ts';
import type { Token } from '../identity/strict-jws.ts';
import type { Begun } from '../identity/verification-slots.ts';
import { verifySignature, verifySignatureAsync } from '../identity/verify.ts';
import { VerifyingThread } from '../identity/verifying-thread.ts';
import { typs } from '../wire/header.ts';
import { forEach } from './for-each.ts';

/** Each takes 0.1 ms: a document and the act behind it. */
const few = 2;
const resultLimit = 50_000;
const begunLimit = 2_048;
const keyLimit = 20_000;

/**
 * Verifies signatures ahead of the judging that needs them, outside the writer's queue: many on all cores, those of acts that
 * come together on one thread. A result is a fact about a text and a public key, so a wrong guess of the key costs time and nothing
 * else: `valid` is always asked with the key that counts, and verifies what isn't known yet.
 */
export class Signatures {
  readonly #results = new BoundedCache<boolean>(resultLimit);
  readonly #thread = new VerifyingThread();
  /** What the thread is at, or will be. */
  readonly #begun = new BoundedCache<Begun>(begunLimit);
  /** A kid is the thumbprint of its key, so it has one `x` everywhere. */
  readonly #keys = new BoundedCache<string>(keyLimit);

  /**
   * Verifies what it can find a key for: in documents among the tokens, or in what the state knows of `origin`'s log. On
   * other threads; `sparing`, on one other thread alone, each once that resolves: with more threads than cores, whoever waits
   * for this one or for Dolt would wait for those too.
   */
  async check(
    state: State,
    origin: string,
    tokens: readonly Token[],
    { sparing }: { sparing?: (() => Promise<void>) | undefined } = {},
  ): Promise<void> {
    this.#learnFrom(tokens);
    const check = async (token: Token): Promise<void> => {
      const x = this.#keyOf(state, origin, token);
      if (x === undefined || this.#known(nameOf(token, x)) !== undefined) return;
      await sparing?.();
      await this.#verifyOnPool(token, x);
    };
    await forEach(tokens, check, { oneByOne: sparing !== undefined });
  }

  /**
   * The same for the tokens of an act: beside other acts the thread begins the few that there usually are, and they may still be
   * `underWay` when this resolves; `alone`, they are verified at once, since to wake a thread would take as long.
   */
  async begin(state: State, origin: string, tokens: readonly Token[], { alone }: { alone: boolean }): Promise<void> {
    if (tokens.length > few) return await this.check(state, origin, tokens);
    this.#learnFrom(tokens);
    for (const token of tokens) {
      const x = this.#keyOf(state, origin, token);
      if (x === undefined) continue;
      if (alone) this.valid(token, x);
      else if (!this.#beginOnThread(token, x)) await this.#verifyOnPool(token, x);
    }
  }

  /** Whether the signature holds: for `judgeEntry`. */
  readonly valid = (token: Token, x: string): boolean => {
    const name = nameOf(token, x);
    const known = this.#known(name);
    if (known !== undefined) return known;
    const result = verifySignature(token, x);
    this.#results.set(name, result);
    this.#begun.get(name)?.tell(result);
    return result;
  };

  /** Whether it was begun and isn't known yet. */
  underWay(token: Token, x: string): boolean {
    const name = nameOf(token, x);
    return this.#known(name) === undefined && this.#begun.get(name) !== undefined;
  }

  /** Ends the thread. */
  close(): void {
    this.#thread.close();
  }

  /** False when there is no room for it. */
  #beginOnThread(token: Token, x: string): boolean {
    const name = nameOf(token, x);
    if (this.#known(name) !== undefined || this.#begun.get(name) !== undefined) return true;
    const begun = this.#thread.begin(token, x);
    if (begun === undefined) return false;
    this.#begun.set(name, begun);
    return true;
  }

  async #verifyOnPool(token: Token, x: string): Promise<void> {
    this.#results.set(nameOf(token, x), await verifySignatureAsync(token, x));
  }

  #keyOf(state: State, origin: string, token: Token): string | undefined {
    return this.#keys.get(token.kid) ?? findKey(state, origin, token);
  }

  #known(name: string): boolean | undefined {
    const known = this.#results.get(name);
    if (known !== undefined) return known;
    const found = this.#begun.get(name)?.result;
    if (found !== undefined) this.#results.set(name, found);
    return found;
  }

  #learnFrom(tokens: readonly Token[]): void {
    for (const token of tokens) if (token.typ === typs.identity) this.#learn(token);
  }

  #learn(token: Token): void {
    const { keys, recovery } = token.payload;
    for (const list of [keys, recovery]) {
      if (!Array.isArray(list)) continue;
      for (const jwk of list.slice(0, 16)) {
        const checked = checkKey(jwk, { custody: true });
        if (checked.ok) this.#keys.set(checked.key.kid, checked.key.x);
      }
    }
  }
}

function nameOf(token: Token, x: string): string {
  return `${token.hash} ${x}`;
}

/** The `x` of a token's key, as far as the log or the predecessor of a document shows it. */
function findKey(state: State, origin: string, token: Token): string | undefined {
  const { iss, prev } = token.payload;
  if (token.typ === typs.event) {
    return typeof iss === 'string' ? state.table('authors').get(origin, iss)?.known[token.kid] : undefined;
  }
  const predecessor = typeof prev === 'string' ? state.table('documents').get(prev) : undefined;
  if (predecessor === undefined) return undefined;
  const held = predecessor.keys[token.kid];
  if (held !== undefined) return held.x;
  return predecessor.payload.recovery.find((jwk) => thumbprint(jwk.x) === token.kid)?.x;
}
