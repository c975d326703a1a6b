import type { Clock } from '../clock.ts';
import type { DoorPolicy } from '../domain/reputation/doors.ts';
import type { TierPolicy } from '../domain/reputation/tiers.ts';
import type { State } from '../domain/state.ts';
import type { PrivateKey } from '../identity/keys.ts';
import type { Token } from '../identity/strict-jws.ts';
import type { Outcome, Proposal } from '../ledger/writer.ts';
import type { Private } from '../private/open.ts';
import type { Reader } from '../readmodel/reader.ts';
import type { Digest } from '../wire/api/node.ts';
import type { Problem } from '../wire/api/problem.ts';
import type { SyncReport } from '../wire/api/sync-report.ts';
import type { LogEntry } from '../wire/checkpoint.ts';
import type { View } from '../wire/view.ts';
import type { NodeKeys } from './node-keys.ts';
import type { Pngs } from './pictures/pngs.ts';
import type { Leaderboards } from './reputation/leaderboards.ts';
import type { Trust } from './reputation/trust.ts';
import type { Happenings } from './happenings/happenings.ts';
import type { OpenWebhooks } from './webhooks/open-webhooks.ts';
import type { Audits } from './reputation/audits.ts';
import type { AccountChecks } from './accounts/account-checks.ts';
import type { Accounts } from './accounts/accounts.ts';

/** What operations need of the rest of the node. `context.ts` fills it; what reaches other nodes comes from federation. */
export interface Services {
  node: NodeSelf;
  settings: Settings;
  clock: Clock;
  reader: Reader;
  writer: { propose(proposal: Proposal): Promise<Outcome>; boardCurrent(): Promise<void> };
  logs: { readEntries(origin: string, after: number, to: number): AsyncIterable<LogEntry[]> };
  private: Private;
  trust: Trust;
  leaderboards: Leaderboards;
  homes: RemoteHomes;
  peers: PeerNodes;
  /** Who is behind a rig elsewhere, as far as it is proven here; and what looks for the proofs. */
  accounts: Accounts;
  accountChecks: AccountChecks;
  /** What was seen in all stamps together. */
  audits: Audits;
  /** Tells streams and webhooks what was committed. */
  happenings: Happenings;
  webhooks: Pick<OpenWebhooks, 'wake' | 'checkUrl'>;
  /** Pictures for those that take no SVG. */
  pngs: Pick<Pngs, 'png'>;
  /** Opens `/v1/admin/*`. */
  adminToken: string;
  status(): NodeStatus;
  /** Throws `disk_full` while there is no room to write anything. */
  checkRoom(): void;
  /** Counts what readers may see change, this node's roots included: while it stays the same, so do all answers. */
  changes(): number;
  /** The digest of ledger, verdicts and commons at the vector that it names (protocol.md section 6). */
  digest(): Promise<Digest>;
}

/** Who this node is, and where. */
export interface NodeSelf {
  id: string;
  /** The key that speaks for it now. Never kept: another may be in its place the next moment. */
  readonly key: PrivateKey;
  keys: Pick<NodeKeys, 'get' | 'make'>;
  /** Where its REST doors are: the public URL, else where it listens; undefined before it does. */
  url(): string | undefined;
  /** URLs that `dolt clone` takes; undefined where Dolt isn't served. */
  remotes(): { ledger: string; commons: string } | undefined;
}

/** How the parts are. */
export interface NodeStatus {
  /** Whether it can do everything that its doors promise. */
  ready: boolean;
  /** One word, or a short sentence without secrets, for each part. */
  checks: Record<string, string>;
  /** Numbers for /metrics, by name without prefix: queue lengths, counts, ages in seconds. */
  gauges: Record<string, number>;
}

export interface Settings {
  name: string;
  registration: 'open' | 'invite' | 'closed';
  tiers: TierPolicy;
  doors: DoorPolicy;
  /** Whether it signs how rigs look from its roots. */
  publishView: boolean;
  /** Proxies that may say where a request comes from. */
  trustProxy: string[];
  /** Of this program. */
  version: string;
}

/** A signed act for another node's log, with the documents that go before it. */
export interface Delivery {
  home: string;
  documents: readonly string[];
  token: Token;
  rig: string;
  type: string;
  item: string | null;
}

/** What another node said of one token that it logged, or had logged before. */
export interface RemoteResult {
  origin: string;
  seq: number;
  hash: string;
  verdict: string;
  item?: Record<string, unknown>;
  proof?: string[];
}

/** Refused, answered and queued are three results; a node whose place isn't known is a `home_unknown` error. */
export type Delivered =
  /** One result for each document, then the act's. */
  | { kind: 'answered'; results: RemoteResult[]; checkpoint?: string }
  | { kind: 'refused'; problem: Problem }
  /** It is in the outbox under its token's hash. */
  | { kind: 'queued' };

/** The way to nodes that are not this one (design section 7). */
export interface RemoteHomes {
  /** Where a node is, as far as this one knows. */
  urlOf(node: string): string | undefined;
  /** Hands an act to the node whose log it is for. It is in the outbox before the first attempt, so nothing loses it, and
   * what the node says starts a pull. Throws `home_unknown`. */
  deliver(delivery: Delivery): Promise<Delivered>;
  /** Documents of a visiting rig that our log lacks, asked of its home at most every ten minutes; empty when its home
   * can't be asked. */
  newerDocuments(rig: string): Promise<Token[]>;
  /** Pulls a node's log once, now; false when that can't be done. */
  pull(node: string): Promise<boolean>;
  /** Pulls once from whoever may know what isn't known here (a completion's id); false when nobody could be asked. */
  seek(id: string): Promise<boolean>;
}

/** Nodes that this one pulls from. */
export interface PeerNodes {
  /** Reads and proves who is behind a URL: `not_a_peer`, `peer_unreachable`, `peer_not_allowed`. */
  introduce(url: string): Promise<{ id: string; name?: string }>;
  /** Syncs now; during a running sync it waits for that, then runs another, which concurrent callers share. */
  sync(id: string): Promise<SyncReport>;
  /** How a rig looks from the roots of those that publish it; throws `unavailable` while too many are being asked. */
  views(rig: string): Promise<{ node: string; text: string; view: View }[]>;
}

/** Runs inside the writer's transaction; throws to refuse. */
export type Check = (state: State) => void;
