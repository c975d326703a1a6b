import { Accounts } from './accounts.ts';
import { Arrivals } from './arrivals.ts';
import { Blocks } from './blocks.ts';
import { openDatabase } from './database.ts';
import { Deliveries } from './deliveries.ts';
import { Equivocations } from './equivocations.ts';
import { Idempotency } from './idempotency.ts';
import { Keys } from './keys.ts';
import { ListedAccounts } from './listed-accounts.ts';
import { Outbox } from './outbox.ts';
import { Peers } from './peers.ts';
import { Relays } from './relays.ts';
import { Roots } from './roots.ts';
import { Self } from './self.ts';
import { Syncs } from './syncs.ts';
import { Tiers } from './tiers.ts';
import { Tokens } from './tokens.ts';
import { createVault } from './vault.ts';
import { Webhooks } from './webhooks.ts';

/** node.sqlite: what is this node's own and secret (design section 6). Never federated. */
export interface Private {
  self: Self;
  keys: Keys;
  tokens: Tokens;
  peers: Peers;
  syncs: Syncs;
  relays: Relays;
  outbox: Outbox;
  idempotency: Idempotency;
  equivocations: Equivocations;
  roots: Roots;
  tiers: Tiers;
  blocks: Blocks;
  listed: ListedAccounts;
  accounts: Accounts;
  arrivals: Arrivals;
  webhooks: Webhooks;
  deliveries: Deliveries;
  close(): void;
}

export interface PrivateOptions {
  /** The node's secret, from which the keys' encryption is derived. */
  secret: string;
  /** Milliseconds since 1970. */
  now?: () => number;
}

/** Opens node.sqlite at this path, mode 0600, migrated; `database_newer` when a newer program wrote it. */
export function openPrivate(path: string, options: PrivateOptions): Private {
  const now = options.now ?? Date.now;
  const database = openDatabase(path);
  const vault = createVault(options.secret);
  return {
    self: new Self(database),
    keys: new Keys(database, vault, now),
    tokens: new Tokens(database, now),
    peers: new Peers(database, now),
    syncs: new Syncs(database),
    relays: new Relays(database),
    outbox: new Outbox(database, now),
    idempotency: new Idempotency(database, now),
    equivocations: new Equivocations(database, now),
    roots: new Roots(database, now),
    tiers: new Tiers(database, now),
    blocks: new Blocks(database, now),
    listed: new ListedAccounts(database, now),
    accounts: new Accounts(database),
    arrivals: new Arrivals(database, now),
    webhooks: new Webhooks(database, vault, now),
    deliveries: new Deliveries(database, now),
    close: () => database.close(),
  };
}
