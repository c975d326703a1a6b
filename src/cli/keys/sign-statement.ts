import type { LocalRig } from '../../client/local-rig.ts';
import type { NodeClient } from '../../client/node-client.ts';
import { systemClock } from '../../clock.ts';
import { accountsNamed, readAccount } from '../../domain/account-name.ts';
import type { Account } from '../../domain/account-name.ts';
import { placesFor } from '../../domain/account-places.ts';
import { signStatement } from '../../identity/account-statement.ts';
import { addressRules } from '../../net/addresses.ts';
import { Github } from '../../net/github.ts';
import { GuardedClient } from '../../net/guarded-client.ts';
import type { StatementAnswer } from '../../wire/api/account.ts';
import { configOf } from '../options.ts';
import { UsageError } from '../terminal/exit-codes.ts';

/** Signs with a key of one's own that an account is the rig's, as a node does it for rigs in its custody. */
export async function signOwnStatement(node: NodeClient, rig: LocalRig, typed: string): Promise<StatementAnswer> {
  const account = readAccount(typed);
  if (account === undefined) {
    throw new UsageError(`${typed} is no account that can be proven: say github:alice or domain:example.org`);
  }
  const number = await numberOf(account);
  const iat = Math.floor(systemClock.now() / 1000);
  const statement = signStatement({ iss: rig.id, account: account.name, ...number, iat }, rig.key);
  const profile = await node.get('/v1/rigs/{id}', { params: { path: { id: rig.id } } });
  const named = accountsNamed(profile.also_known_as).some(({ name }) => name === account.name);
  return { account: account.name, statement, ...number, named, places: placesFor(account) };
}

/** GitHub's number of the account; none where GitHub can't be asked. */
async function numberOf(account: Account): Promise<{ number?: number }> {
  if (account.kind !== 'github') return {};
  const { githubUrl, allowPrivatePeers } = configOf({});
  const client = new GuardedClient(addressRules(allowPrivatePeers), { total: 8_000 });
  try {
    const user = await new Github(client, { url: githubUrl, now: () => systemClock.now() }).user(account.login);
    if (user.kind === 'absent') throw new UsageError(`GitHub knows no ${account.login}`);
    return user.kind === 'found' ? { number: user.value.number } : {};
  } finally {
    await client.close();
  }
}
