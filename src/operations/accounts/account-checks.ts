import type { Clock } from '../../clock.ts';
import type { Account } from '../../domain/account-name.ts';
import { accountsNamed } from '../../domain/account-name.ts';
import type { IdentityRow } from '../../domain/state.ts';
import { WastelandError } from '../../errors.ts';
import type { Outcome } from '../../net/outcome.ts';
import type { AccountRow, Accounts as Store } from '../../private/accounts.ts';
import type { Reader } from '../../readmodel/reader.ts';
import type { Outside } from './look-for-statement.ts';
import { proveAccount } from './prove-account.ts';
import type { Proof } from './prove-account.ts';

export interface CheckParts {
  reader: Pick<Reader, 'rigs' | 'state'>;
  store: Store;
  clock: Clock;
  outside: Omit<Outside, 'signal'>;
  /** From 0 up to 1: spreads what is looked at again. */
  random: () => number;
}

const minute = 60_000;
const day = 24 * 60 * minute;
/** Looks that strangers can make this node take in a minute, and how long one account is left alone after one. */
const perMinute = 60;
const coolDown = 30_000;
/** A proof is looked at again after a week; where that couldn't be done, or it was gone, after a day, for a month. */
const again = 7 * day;
const soon = day;
const givenUp = 30 * day;
/** Looks of one round: GitHub answers sixty requests an hour. */
const perRound = 20;

/** Looks at the places where statements about accounts stand, and keeps what it finds. */
export class AccountChecks {
  readonly #parts: CheckParts;
  readonly #ending = new AbortController();
  readonly #running = new Map<string, Promise<void>>();
  #window = { start: 0, looks: 0 };

  constructor(parts: CheckParts) {
    this.#parts = parts;
  }

  /** Looks at these accounts of a rig now; `rate_limited` when all of them were just looked at, or too much is asked. */
  async check(identity: IdentityRow, accounts: readonly Account[], gist?: string): Promise<void> {
    const { store, clock } = this.#parts;
    const due = accounts.filter(({ name }) => {
      const before = store.get(identity.id, name)?.checked_at;
      return before === undefined || clock.now() - before >= coolDown || clock.now() < before;
    });
    if (due.length === 0) {
      throw new WastelandError('rate_limited', 'this was just looked at; try again in half a minute');
    }
    this.#spend(due.length);
    await Promise.all(due.map((account) => this.#look(identity.id, account, gist)));
  }

  /** GitHub's number of a login. */
  async numberOf(login: string): Promise<Outcome<number>> {
    this.#spend(1);
    const user = await this.#parts.outside.github.user(login, this.#ending.signal);
    return user.kind === 'found' ? { kind: 'found', value: user.value.number } : user;
  }

  /** Looks again at what is due. */
  async recheck(): Promise<void> {
    const { store, clock, reader } = this.#parts;
    for (const row of store.due(clock.now(), perRound)) {
      if (this.#ending.signal.aborted) return;
      const named = accountsNamed(reader.rigs.rig(row.rig)?.also_known_as ?? []);
      const account = named.find(({ name }) => name === row.account);
      if (account === undefined) store.remove(row.rig, row.account);
      else await this.#look(row.rig, account);
    }
  }

  /** Ends what is under way; resolves when nothing is. */
  async close(): Promise<void> {
    this.#ending.abort();
    await Promise.allSettled(this.#running.values());
  }

  /** Who looks at the same at the same time gets one look. */
  async #look(rig: string, account: Account, gist?: string): Promise<void> {
    const name = `${rig} ${account.name}`;
    const before = this.#running.get(name);
    if (before !== undefined) return await before;
    const running = this.#lookOnce(rig, account, gist).finally(() => this.#running.delete(name));
    this.#running.set(name, running);
    await running;
  }

  async #lookOnce(rig: string, account: Account, given: string | undefined): Promise<void> {
    const { store, clock, outside } = this.#parts;
    const before = store.get(rig, account.name);
    const toProve = {
      rig,
      account,
      gists: [given, before?.gist ?? undefined].filter((gist) => gist !== undefined),
      keys: this.#keysOf(rig),
      now: Math.floor(clock.now() / 1000),
      ...(typeof before?.number === 'number' ? { keptNumber: before.number } : {}),
    };
    const proof = await proveAccount({ ...outside, signal: this.#ending.signal }, toProve);
    // A stop is no finding.
    if (!this.#ending.signal.aborted) store.put(this.#rowOf(rig, account.name, proof, before));
  }

  /** kid → x of the keys in force; none of a rig that is closed or disputed. */
  #keysOf(rig: string): Record<string, string> {
    const { reader } = this.#parts;
    const identity = reader.rigs.rig(rig);
    const document = identity && reader.state.table('documents').get(identity.tip);
    if (identity?.status !== 'active' || document === undefined) return {};
    return Object.fromEntries(Object.entries(document.keys).map(([kid, { x }]) => [kid, x]));
  }

  #rowOf(rig: string, account: string, proof: Proof, before: AccountRow | undefined): AccountRow {
    const now = this.#parts.clock.now();
    const looked = { rig, account, checked_at: now };
    if (proof.kind === 'proven') {
      const { place, number = null, gist = null, kid, statement } = proof;
      const found = { proven_at: now, number, place, gist, kid, stated_at: statement.iat };
      return { ...looked, state: 'proven', code: null, detail: null, next_at: now + this.#jittered(again), ...found };
    }
    const { proven_at = null, number = null, place = null, gist = null, kid = null, stated_at = null } = before ?? {};
    const next_at = proven_at !== null && now < proven_at + givenUp ? now + this.#jittered(soon) : null;
    const why = { code: proof.kind === 'failed' ? proof.code : null, detail: proof.detail.slice(0, 500) };
    return { ...looked, state: proof.kind, ...why, next_at, proven_at, number, place, gist, kid, stated_at };
  }

  #jittered(time: number): number {
    return Math.round(time * (1 + this.#parts.random() / 10));
  }

  #spend(looks: number): void {
    const now = this.#parts.clock.now();
    if (now - this.#window.start >= minute || now < this.#window.start) this.#window = { start: now, looks: 0 };
    if (this.#window.looks + looks > perMinute) {
      throw new WastelandError('rate_limited', 'this node looks at no more accounts in this minute');
    }
    this.#window.looks += looks;
  }
}
