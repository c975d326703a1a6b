import { Frontier, leafHash } from '../../src/domain/merkle.ts';
import type { MemoryState } from '../../src/domain/memory-state.ts';
import { idOfHash } from '../../src/identity/strict-jws.ts';
import { entryHash } from '../../src/identity/judge.ts';
import type { PrivateKey } from '../../src/identity/keys.ts';
import type { LogEntry } from '../../src/wire/checkpoint.ts';
import { verdictText } from '../../src/wire/codes.ts';
import type { EventType } from '../../src/wire/event.ts';
import { idPrefixes } from '../../src/wire/made-id.ts';
import { project } from './projection.ts';
import type { Logs } from './projection.ts';
import { jtiNamed, keyNamed, publicJwk, sha256, tokenOf } from './signing.ts';

/** Signed worlds in memory: nodes with logs, rigs with keys, and whatever they sign. Nothing here judges anything. */

export interface SignedDocument {
  text: string;
  hash: string;
  id: string;
  payload: Record<string, unknown>;
}

/** What a document says that differs from its predecessor; `undefined` leaves a member out. */
export interface DocumentChanges {
  /** Key pairs, of which the public half is shown, or JWKs as they are. */
  keys?: unknown[] | undefined;
  recovery?: unknown[] | undefined;
  revoked?: unknown[];
  [member: string]: unknown;
}

export interface EventOptions {
  key?: PrivateKey;
  /** Seconds. */
  iat?: number;
  aud?: string;
}

/** An entry as it was appended. */
export interface Appended {
  origin: string;
  seq: number;
  text: string;
  hash: string;
  /** What an event makes: `w-…`, `c-…`, `s-…`, `v-…`, `m-…`; else empty. */
  id: string;
}

export class World {
  /** Milliseconds: time of the next entry. */
  now = 1_750_000_000_000;
  readonly logs = new Map<string, TestLog>();
  readonly #name: string;
  #signed = 0;

  /** Keys follow from the world's name and those of its identities, so two names never meet. */
  constructor(name: string) {
    this.#name = name;
  }

  /** A node whose log begins with its document 0. */
  node(name: string, changes: DocumentChanges = {}): TestNode {
    const node = new TestNode(this, name, changes);
    this.logs.set(node.id, node.log);
    node.log.append(node.first.text);
    return node;
  }

  /** A rig with home at a node; its document 0 isn't logged anywhere yet. */
  rig(name: string, home: TestNode, changes: DocumentChanges = {}): TestIdentity {
    return new TestIdentity(this, name, { kind: 'human', home: home.id, ...changes });
  }

  /** A rig whose document 0 stands in its home's log. */
  member(name: string, home: TestNode, changes: DocumentChanges = {}): TestIdentity {
    const rig = this.rig(name, home, changes);
    home.log.append(rig.first.text);
    return rig;
  }

  key(name: string): PrivateKey {
    return keyNamed(`${this.#name}/${name}`);
  }

  /** A `jti` that no other event of this world has. */
  jti(): string {
    this.#signed += 1;
    return jtiNamed(`${this.#name} ${this.#signed}`);
  }

  /** Lets time pass before the next entry. */
  wait(milliseconds: number): void {
    this.now += milliseconds;
  }

  entries(): Logs {
    return Object.fromEntries([...this.logs.values()].map((log) => [log.origin, log.entries]));
  }

  /** Everything that stands in the logs, projected; `order` as in `project`. */
  project(order: Iterable<string> = []): MemoryState {
    return project(this.entries(), order);
  }

  /** The verdict text of each entry, after all logs have landed. */
  verdicts(...entries: Appended[]): string[] {
    const state = this.project();
    return entries.map(({ origin, seq }) => verdictText(state.table('entries').get(origin, seq)?.code ?? 'withheld'));
  }

  /** The verdict text of one entry, after all logs have landed. */
  verdict(entry: Appended): string {
    return this.verdicts(entry)[0] ?? '';
  }
}

export class TestLog {
  readonly entries: LogEntry[] = [];
  readonly origin: string;
  readonly #world: World;

  constructor(world: World, origin: string) {
    this.#world = world;
    this.origin = origin;
  }

  get seq(): number {
    return this.entries.length;
  }

  /** Appends any text, never before the last entry unless `at` says so; one second passes. */
  append(text: string, at?: number): Appended {
    const loggedAt = at ?? Math.max(this.#world.now, this.entries.at(-1)?.logged_at ?? 0);
    const seq = this.entries.length + 1;
    this.entries.push({ seq, logged_at: loggedAt, jws: text });
    this.#world.now = Math.max(this.#world.now, loggedAt) + 1000;
    return { origin: this.origin, seq, text, hash: entryHash(text), id: '' };
  }

  /** Appends an event that `rig` signs for this log. */
  act(rig: TestIdentity, type: EventType, body: object, options: EventOptions = {}): Appended {
    const text = rig.event(this.origin, type, body, options);
    const prefix = idPrefixes[type];
    return { ...this.append(text), id: prefix === undefined ? '' : prefix + sha256(text).slice(0, 40) };
  }

  /** Serves only the hash of an entry's text from now on. */
  withhold(entry: { seq: number; hash: string }): void {
    const row = this.entries[entry.seq - 1];
    if (row !== undefined) this.entries[entry.seq - 1] = { ...row, jws: `~${entry.hash}` };
  }

  /** Root of the first `seq` entries. */
  root(seq: number = this.seq): string {
    const frontier = new Frontier();
    for (const entry of this.entries.slice(0, seq)) {
      frontier.push(leafHash(entry.seq, entry.logged_at, entryHash(entry.jws)));
    }
    return frontier.root();
  }
}

/** One identity: what it signs is signed with its first key unless another is named. */
export class TestIdentity {
  readonly first: SignedDocument;
  readonly world: World;
  readonly name: string;
  /** The key that signs document 0. */
  readonly key: PrivateKey;
  /** The newest document that `next` made without being told its predecessor. */
  latest: SignedDocument;

  constructor(world: World, name: string, changes: DocumentChanges) {
    this.world = world;
    this.name = name;
    this.key = world.key(name);
    const start = { seq: 0, prev: null, kind: 'human', handle: name, keys: [this.key], recovery: [], ...changes };
    this.first = this.#sign(start, this.key);
    this.latest = this.first;
  }

  get id(): string {
    return this.first.id;
  }

  /** A further document with these changes, signed by `by` (the first key): after `after`, else after the latest one,
   * and the latest from then on. */
  next(changes: DocumentChanges = {}, options: { by?: PrivateKey; after?: SignedDocument } = {}): SignedDocument {
    const after = options.after ?? this.latest;
    const { revoked: _revoked, ...before } = after.payload;
    const seq = Number(before['seq']) + 1;
    const document = this.#sign({ ...before, id: this.id, seq, prev: after.hash, ...changes }, options.by ?? this.key);
    if (options.after === undefined) this.latest = document;
    return document;
  }

  /** The text of an event by this identity. */
  event(aud: string, type: string, body: object, options: EventOptions = {}): string {
    const iat = options.iat ?? Math.floor(this.world.now / 1000);
    const payload = { iss: this.id, aud: options.aud ?? aud, iat, jti: this.world.jti(), type, body };
    return tokenOf({ typ: 'event', payload, key: options.key ?? this.key });
  }

  #sign(members: Record<string, unknown>, key: PrivateKey): SignedDocument {
    const payload: Record<string, unknown> = { iat: Math.floor(this.world.now / 1000) };
    for (const [member, value] of Object.entries(members)) {
      if (value === undefined) continue;
      payload[member] = member === 'keys' || member === 'recovery' ? (value as unknown[]).map(asJwk) : value;
    }
    const text = tokenOf({ typ: 'identity', payload, key });
    const hash = sha256(text);
    return { text, hash, id: typeof payload['id'] === 'string' ? payload['id'] : idOfHash(hash), payload };
  }
}

/** Private keys show their public half; a JWK stays as it is. */
function asJwk(key: unknown): unknown {
  return typeof key === 'object' && key !== null && 'jwk' in key ? publicJwk(key as PrivateKey) : key;
}

export class TestNode extends TestIdentity {
  readonly log: TestLog;

  constructor(world: World, name: string, changes: DocumentChanges) {
    super(world, name, { kind: 'node', ...changes });
    this.log = new TestLog(world, this.id);
  }

  /** A checkpoint over the first `seq` entries. */
  checkpoint(seq: number = this.log.seq, changes: object = {}, key: PrivateKey = this.key): string {
    const iat = Math.floor(this.world.now / 1000);
    const payload = { iss: this.id, seq, root: this.log.root(seq), iat, ...changes };
    return tokenOf({ typ: 'checkpoint', payload, key });
  }
}
