import type { Clock } from '../../clock.ts';
import { accountsNamed, readAccount } from '../../domain/account-name.ts';
import type { IdentityRow } from '../../domain/state.ts';
import type { AccountRow, Accounts as Store } from '../../private/accounts.ts';
import type { Reader } from '../../readmodel/reader.ts';
import type { AccountCode } from '../../wire/account.ts';

/** How one account of a rig stands now. Times in milliseconds. */
export interface AccountStanding {
  account: string;
  proven: boolean;
  state: AccountRow['state'] | 'unchecked';
  code?: AccountCode;
  detail?: string;
  /** What is kept of it; absent while nobody has looked. */
  row?: AccountRow;
}

/** How long a proof holds while nothing can be reached. */
const holds = 30 * 24 * 60 * 60_000;

export interface AccountParts {
  reader: Pick<Reader, 'rigs' | 'state'>;
  store: Store;
  clock: Clock;
}

/** Whose accounts elsewhere are proven to be, as this node saw it: no verdict, weight or table depends on it. */
export class Accounts {
  readonly #parts: AccountParts;

  constructor(parts: AccountParts) {
    this.#parts = parts;
  }

  /** The rig whose an account (`github:alice`, `domain:example.org`) is proven to be; of several the one with the newest
   * statement. `number`: GitHub's of the account, where the caller knows it: the login may be somebody else's by now. */
  rigOf(account: string, number?: number): string | undefined {
    const name = readAccount(account)?.name;
    const holder = name === undefined ? undefined : this.#holder(name);
    if (holder === undefined || (number !== undefined && holder.number !== number)) return undefined;
    return holder.rig;
  }

  /** How the accounts stand that a rig names, in its order. */
  of(rig: string): AccountStanding[] {
    const identity = this.#parts.reader.rigs.rig(rig);
    if (identity === undefined) return [];
    return accountsNamed(identity.also_known_as).map(({ name }) => this.#standing(identity, name));
  }

  #standing(identity: IdentityRow, account: string): AccountStanding {
    const row = this.#parts.store.get(identity.id, account);
    if (row === undefined) return { account, proven: false, state: 'unchecked' };
    const [code, detail] = this.#against(identity, row) ?? [];
    return {
      account,
      proven: code === undefined && row.state !== 'failed' && row.proven_at !== null,
      // A document or another rig's statement may have ended what was proven when it was looked at.
      state: code === undefined || row.state === 'unreachable' ? row.state : 'failed',
      ...(code === undefined ? {} : { code }),
      ...(detail === undefined ? {} : { detail }),
      row,
    };
  }

  /** What stands against an account's proof today. */
  #against(identity: IdentityRow, row: AccountRow): readonly [AccountCode | undefined, string] | undefined {
    if (row.state === 'failed') return [row.code as AccountCode, row.detail ?? ''];
    if (row.proven_at === null) return [undefined, row.detail ?? ''];
    const ended = this.#ended(identity, row);
    if (ended !== undefined) return ended;
    const holder = this.#holder(row.account);
    if (holder !== undefined && !this.#sameOwner(holder.rig, row.rig)) {
      return ['superseded', `a newer statement says that it is of another rig, ${holder.rig}`];
    }
    return row.detail === null ? undefined : [undefined, row.detail];
  }

  #ended(identity: IdentityRow, row: AccountRow): readonly [AccountCode, string] | undefined {
    if (identity.status !== 'active' || !identity.keys.includes(row.kid ?? '')) {
      return ['key_not_in_force', 'the key that signed its statement does not speak for the rig now'];
    }
    if (this.#parts.clock.now() > (row.proven_at ?? 0) + holds) {
      return ['expired', `it could not be looked at for too long: ${row.detail ?? ''}`];
    }
    return undefined;
  }

  /** The proof of an account that counts: the newest statement whose rig names it and whose key is in force. */
  #holder(account: string): AccountRow | undefined {
    return this.#parts.store.holders(account).find((row) => {
      const identity = this.#parts.reader.rigs.rig(row.rig);
      if (identity === undefined || this.#ended(identity, row) !== undefined) return false;
      return accountsNamed(identity.also_known_as).some(({ name }) => name === account);
    });
  }

  #sameOwner(one: string, other: string): boolean {
    if (one === other) return true;
    const groups = this.#parts.reader.state.table('groups');
    const group = groups.get(one)?.group_id;
    return group !== undefined && group === groups.get(other)?.group_id;
  }
}
