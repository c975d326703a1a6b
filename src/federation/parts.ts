import type { Clock } from '../clock.ts';
import type { LogReader } from '../ledger/log-reader.ts';
import type { QuarantineServer } from '../ledger/dolt/quarantine-server.ts';
import type { Writer } from '../ledger/writer.ts';
import type { Log } from '../log.ts';
import type { AddressRules } from '../net/addresses.ts';
import type { GuardedClient } from '../net/guarded-client.ts';
import type { Private } from '../private/open.ts';
import type { ReadModel } from '../readmodel/read-model.ts';

/** What federation works with; the context puts it together. */
export interface FederationParts {
  client: GuardedClient;
  /** The same rules that the client has: Dolt's fetches keep to them too. */
  rules: AddressRules;
  quarantine: Pick<QuarantineServer, 'use' | 'discard'>;
  writer: Writer;
  readModel: Pick<ReadModel, 'reader' | 'clear' | 'markOutdated'>;
  ledger: Pick<LogReader, 'readEntry' | 'rows'>;
  store: Pick<Private, 'peers' | 'syncs' | 'relays' | 'outbox' | 'equivocations'>;
  clock: Clock;
  /** From 0 up to 1; spreads syncs and retries. */
  random: () => number;
  log: Log;
  limits: FederationLimits;
}

export interface FederationLimits {
  /** Milliseconds that one sync may take, and of them the fetch of the peer's ledger. */
  sync: number;
  fetch: number;
  /** Milliseconds between two questions to one rig's home about newer documents. */
  refresh: number;
  /** Milliseconds before the first retry of an act, doubled with each one up to the longest. */
  firstRetry: number;
  longestRetry: number;
  /** Milliseconds between two looks at the peers' clocks while ours is believed to be wrong. */
  clock: number;
}

export const defaultFederationLimits: FederationLimits = {
  sync: 10 * 60_000,
  fetch: 2 * 60_000,
  refresh: 10 * 60_000,
  firstRetry: 5_000,
  longestRetry: 15 * 60_000,
  clock: 60_000,
};
