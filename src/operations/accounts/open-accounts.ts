import type { AddressRules } from '../../net/addresses.ts';
import { Github } from '../../net/github.ts';
import { GuardedClient } from '../../net/guarded-client.ts';
import type { ClientLimits } from '../../net/guarded-client.ts';
import { TxtRecords } from '../../net/txt-records.ts';
import type { TxtOptions } from '../../net/txt-records.ts';
import { AccountChecks } from './account-checks.ts';
import type { CheckParts } from './account-checks.ts';
import { Accounts } from './accounts.ts';

/** How the outside is reached. */
export interface OutsideOptions {
  rules: AddressRules;
  allowPorts: boolean;
  githubUrl: string;
  limits?: Partial<ClientLimits>;
  txt?: TxtOptions;
}

export interface OpenAccounts {
  accounts: Accounts;
  accountChecks: AccountChecks;
  /** Ends what is under way. */
  close(): Promise<void>;
}

/** A statement has some hundred bytes, and the person who asks for a look waits for it. */
const limits: Partial<ClientLimits> = { connect: 4_000, headers: 8_000, pause: 8_000, total: 8_000, bytes: 256_000 };

/** Puts together what knows about accounts elsewhere and what looks at them. */
export function openAccounts(parts: Omit<CheckParts, 'outside'>, options: OutsideOptions): OpenAccounts {
  const client = new GuardedClient(options.rules, { ...limits, ...options.limits });
  const github = new Github(client, { url: options.githubUrl, now: () => parts.clock.now() });
  const txt = new TxtRecords(options.txt);
  const accountChecks = new AccountChecks({
    ...parts,
    outside: { client, github, txt, allowPorts: options.allowPorts },
  });
  return {
    accounts: new Accounts(parts),
    accountChecks,
    close: async () => {
      txt.close();
      await accountChecks.close();
      await client.close();
    },
  };
}
