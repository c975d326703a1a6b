import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';

/** What a request names is not known when it is drawn: it is drawn as a place in a pool, and filled in when it is sent. */

export type Pool =
  | 'abouts'
  | 'accounts'
  | 'bearers'
  | 'comments'
  | 'completions'
  | 'cursors'
  | 'hashes'
  | 'items'
  | 'origins'
  | 'peers'
  | 'rigs'
  | 'stamps'
  | 'tokens'
  | 'urls'
  | 'vouches';

export class Known {
  readonly pool: Pool;
  readonly pick: number;
  /** How many characters are typed; 0 for all. */
  readonly short: number;

  constructor(pool: Pool, pick: number, short = 0) {
    this.pool = pool;
    this.pick = pick;
    this.short = short;
  }
}

/** Members and parameters that name things, wherever they stand. */
const byName: Record<string, Pool> = {
  about: 'abouts',
  account: 'accounts',
  author: 'rigs',
  claimed_by: 'rigs',
  comment: 'comments',
  completion: 'completions',
  cursor: 'cursors',
  depends_on: 'items',
  events: 'tokens',
  home: 'origins',
  item: 'items',
  other: 'rigs',
  owner: 'rigs',
  parent: 'items',
  posted_by: 'rigs',
  reviewers: 'rigs',
  rig: 'rigs',
  stamp: 'stamps',
  subject: 'rigs',
  url: 'urls',
  vouch: 'vouches',
  worker: 'rigs',
};

/** What the parameter of a path names, by the segment before it. */
const bySegment: Record<string, Pool> = {
  comments: 'comments',
  completions: 'completions',
  logs: 'origins',
  outbox: 'hashes',
  peers: 'peers',
  stamps: 'stamps',
  tokens: 'bearers',
  wanted: 'items',
};

/** The pool that a member with this name is filled from, if any. */
export function poolOf(name: string): Pool | undefined {
  return Object.hasOwn(byName, name) ? byName[name] : undefined;
}

/** The pool for a parameter of a path such as `/v1/wanted/{id}/claim`. */
export function poolOfPath(path: string, parameter: string): Pool {
  const segments = path.split('/');
  return bySegment[segments[segments.indexOf(`{${parameter}}`) - 1] ?? ''] ?? 'rigs';
}

/** Something of the pool; what has a hex id is sometimes named by its beginning. */
export function known(pool: Pool): Arbitrary<Known> {
  const whole = fc.nat(9_999).map((pick) => new Known(pool, pick));
  if (pool !== 'items' && pool !== 'completions' && pool !== 'abouts') return whole;
  const short = fc.tuple(fc.nat(9_999), fc.integer({ min: 12, max: 42 }));
  return fc.oneof(
    { weight: 3, arbitrary: whole },
    short.map(([pick, length]) => new Known(pool, pick, length)),
  );
}

/** What is known of a running node, and grows with its answers. */
export class Pools {
  readonly #pools = new Map<Pool, Set<string>>();
  readonly #makeToken: (pick: number) => Promise<string>;

  constructor(makeToken: (pick: number) => Promise<string>) {
    this.#makeToken = makeToken;
  }

  add(pool: Pool, ...texts: string[]): void {
    const known = this.#pools.get(pool) ?? new Set();
    this.#pools.set(pool, known);
    for (const text of texts) if (known.size < 500) known.add(text);
  }

  has(pool: Pool): boolean {
    return (this.#pools.get(pool)?.size ?? 0) > 0;
  }

  /** The value with everything known filled in. */
  async fill(value: unknown): Promise<unknown> {
    if (value instanceof Known) return await this.#find(value);
    if (Array.isArray(value)) return await Promise.all(value.map((each) => this.fill(each)));
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).map(async ([name, member]) => [name, await this.fill(member)] as const);
    return Object.fromEntries(await Promise.all(members));
  }

  async #find({ pool, pick, short }: Known): Promise<string> {
    if (pool === 'tokens') return await this.#makeToken(pick);
    const texts = [...(this.#pools.get(pool) ?? [])];
    const text = texts[pick % texts.length];
    if (text === undefined) throw new Error(`nothing in the pool ${pool}`);
    return short === 0 ? text : text.slice(0, short);
  }

  /** Takes what an answer names into the pools. */
  learn(answer: unknown): void {
    if (typeof answer === 'string') return this.#learnText(answer);
    if (typeof answer !== 'object' || answer === null) return;
    for (const [name, member] of Object.entries(answer)) {
      if (name === 'next_cursor' && typeof member === 'string') this.add('cursors', member);
      // Not those with which members ask: these have a `current` beside them.
      if (name === 'token' && 'scopes' in answer && 'id' in answer) this.add('bearers', String(answer.id));
      this.learn(member);
    }
  }

  #learnText(text: string): void {
    const match = /^([wcsmv])-[0-9a-f]{40}$/.exec(text);
    if (match?.[1] === undefined) return;
    this.add(poolsOfIds[match[1]] ?? 'items', text);
    if (/^[wcs]/.test(text)) this.add('abouts', text);
  }
}

const poolsOfIds: Record<string, Pool> = {
  w: 'items',
  c: 'completions',
  s: 'stamps',
  m: 'comments',
  v: 'vouches',
};
