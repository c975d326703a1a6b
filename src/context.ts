import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { makeDigest, readerSource } from './commons/digest.ts';
import { Publisher } from './commons/publisher.ts';
import type { Config } from './config/config.ts';
import type { Secrets } from './config/secrets.ts';
import type { DataDir } from './data-dir.ts';
import type { DoorPolicy } from './domain/reputation/doors.ts';
import type { TierPolicy } from './domain/reputation/tiers.ts';
import { isDiskFull } from './errors.ts';
import { adoptOwnLog } from './federation/adopt-own-log.ts';
import { ClockCheck } from './federation/check-clock.ts';
import { createFederation } from './federation/federation.ts';
import type { Federation } from './federation/federation.ts';
import { defaultFederationLimits } from './federation/parts.ts';
import type { FederationLimits, FederationParts } from './federation/parts.ts';
import { DiskRoom } from './ledger/disk-room.ts';
import { Garbage } from './ledger/dolt/garbage.ts';
import { migrate } from './ledger/dolt/migrate.ts';
import { QuarantineServer } from './ledger/dolt/quarantine-server.ts';
import type { DoltServer } from './ledger/dolt/server.ts';
import { LogReader } from './ledger/log-reader.ts';
import { takeUpAgain } from './ledger/take-up-again.ts';
import { Writer } from './ledger/writer.ts';
import type { Log } from './log.ts';
import { addressRules } from './net/addresses.ts';
import { GuardedClient } from './net/guarded-client.ts';
import { openAccounts } from './operations/accounts/open-accounts.ts';
import type { OpenAccounts, OutsideOptions } from './operations/accounts/open-accounts.ts';
import { Happenings } from './operations/happenings/happenings.ts';
import { openWebhooks } from './operations/webhooks/open-webhooks.ts';
import type { OpenWebhooks, WebhookOptions } from './operations/webhooks/open-webhooks.ts';
import { Audits } from './operations/reputation/audits.ts';
import { foundNode, selfOf } from './operations/found-node.ts';
import type { FoundedNode } from './operations/found-node.ts';
import { Pngs } from './operations/pictures/pngs.ts';
import type { NodeStatus, Services } from './operations/ports.ts';
import { Leaderboards } from './operations/reputation/leaderboards.ts';
import { createTrust } from './operations/reputation/trust.ts';
import { openPrivate } from './private/open.ts';
import type { Private } from './private/open.ts';
import { openWatched } from './readmodel/open-watched.ts';
import type { ReadModel } from './readmodel/read-model.ts';

/** A node that is put together and listens nowhere yet. */
export interface Context {
  services: Services;
  federation: Federation;
  publisher: Publisher;
  garbage: Garbage;
  /** Resolves, when ever, with what is wrong with the read model's file: a node that starts again makes it anew. */
  damaged: Promise<string>;
  /** Says where the REST doors are, once they are open. */
  listening(url: string): void;
  /** Takes everything apart again, in reverse order; throws an AggregateError of all that went wrong. */
  close(): Promise<void>;
}

/** What tests turn; a node leaves it alone. */
export interface ContextOptions {
  clock?: Clock;
  /** From 0 up to 1. */
  random?: () => number;
  federation?: Partial<FederationLimits>;
  accounts?: Pick<OutsideOptions, 'limits' | 'txt'>;
  webhooks?: WebhookOptions;
}

const migrations = fileURLToPath(new URL('../migrations', import.meta.url));
const packageFile = fileURLToPath(new URL('../package.json', import.meta.url));

/** Puts a node together over its data directory, which is given up when it closes. After a failure nothing is left running. */
export async function createContext(opened: DataDir, options: ContextOptions = {}): Promise<Context> {
  const closing = new Closing();
  closing.add('public Dolt', () => opened.server.stop());
  try {
    return await build(opened, options, closing);
  } catch (error) {
    await closing
      .close()
      .catch((more: unknown) => opened.log.error({ err: more }, 'cleaning up after a failed start failed'));
    throw error;
  }
}

async function build(opened: DataDir, options: ContextOptions, closing: Closing): Promise<Context> {
  const { config, log, secrets, dolt, server } = opened;
  const { dataDir } = config;
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;

  await migrate(server, migrations);
  const quarantine = new QuarantineServer(dolt);
  closing.add('quarantine Dolt', () => quarantine.close());

  const kept = openPrivate(join(dataDir, 'node.sqlite'), { secret: secrets.secret, now: () => clock.now() });
  closing.add('node.sqlite', () => kept.close());
  const node = await foundNode(kept, config.name, clock);
  const watched = openWatched(join(dataDir, 'readmodel.sqlite'), log);
  closing.add('read model', () => watched.close());
  const { readModel, damaged } = watched;

  const room = new DiskRoom({ dataDir, log });
  closing.add('watch over the disk', () => room.close());
  await room.watch();
  const writer = await openWriter({ node, readModel, server, clock, log, room }, closing);
  const logs = new LogReader(server);
  closing.add('log reader', () => logs.close());
  const publisher = createPublisher({ writer, readModel, server, clock, log, room }, closing);
  const rules = addressRules(config.allowPrivatePeers);
  const client = new GuardedClient(rules);
  closing.add('outbound connections', () => client.close());
  const accounts = openAccounts(
    { reader: readModel.reader, store: kept.accounts, clock, random },
    { rules, allowPorts: config.allowPrivatePeers, githubUrl: config.githubUrl, ...options.accounts },
  );
  closing.add('looks at accounts', () => accounts.close());
  const federationParts: FederationParts = {
    client,
    rules,
    quarantine,
    writer,
    readModel,
    ledger: logs,
    store: kept,
    clock,
    random,
    log: log.child({ part: 'federation' }),
    limits: { ...defaultFederationLimits, ...options.federation },
  };
  const federation = createFederation(federationParts);
  closing.add('federation', () => federation.close());
  const clockCheck = new ClockCheck(federationParts);
  closing.add('clock check', () => clockCheck.close());
  await beginLog(writer, node, federationParts, clockCheck);

  const place: { url: string | undefined } = { url: config.publicUrl };
  const names = { node: { id: node.id, url: () => place.url }, homes: federation, reader: readModel.reader };
  const happenings = new Happenings(
    { ...names, arrivals: kept.arrivals },
    { failed: (error) => log.error({ err: error }, 'what happens could not be told') },
  );
  readModel.onWritten((written) => happenings.written(written));
  writer.onCommit(() => happenings.notify());
  closing.add('happenings', () => happenings.close());
  const failed = (error: unknown): void => log.error({ err: error }, 'webhooks could not be told');
  const webhooks = openWebhooks({ store: kept, happenings, clock, random, failed }, rules, options.webhooks);
  closing.add('webhooks', () => webhooks.close());
  const pngs = new Pngs();
  closing.add('thread of the pictures', () => pngs.close());
  const parts = {
    config,
    secrets,
    node,
    kept,
    readModel,
    writer,
    logs,
    publisher,
    federation,
    accounts,
    happenings,
    webhooks,
    pngs,
    server,
    clock,
    place,
    room,
  };
  return {
    services: createServices(parts),
    federation,
    publisher,
    garbage: new Garbage({ server, dataDir, commits: () => writer.status().commits, log }),
    damaged,
    listening: (url) => (place.url ??= url),
    close: () => closing.close(),
  };
}

interface LedgerParts {
  room: DiskRoom;
  readModel: ReadModel;
  server: DoltServer;
  clock: Clock;
  log: Log;
}

/** Opens the writer: it takes the lock and brings the read model to the ledger, which it says when that takes long. */
async function openWriter(parts: LedgerParts & { node: FoundedNode }, closing: Closing): Promise<Writer> {
  const { node, log } = parts;
  let shown = performance.now();
  const onProgress = (done: number, total: number): void => {
    if (performance.now() - shown < progressInterval) return;
    shown = performance.now();
    log.info({ done, total }, 'entries of the ledger are judged anew');
  };
  const writer = new Writer({ ...parts, origin: node.id, keyAt: (state) => node.keys.inForce(state), onProgress });
  closing.add('writer', () => writer.close());
  await writer.open();
  takeUpAgain({ ...parts, writer });
  return writer;
}

/** Before anything is appended to it: what peers hold of our own log and we don't, comes back (protocol.md section 4,
 * "Restore is dangerous"), and a clock far ahead of its last entry is compared with theirs. A log that is empty even so
 * begins with the node's document 0. */
async function beginLog(
  writer: Writer,
  node: FoundedNode,
  parts: FederationParts,
  clockCheck: ClockCheck,
): Promise<void> {
  await adoptOwnLog(parts);
  await clockCheck.start();
  if (writer.state.table('logs').get(node.id) === undefined) await writer.propose({ tokens: [node.document] });
}

const progressInterval = 2_000;

function createPublisher(parts: LedgerParts & { writer: Writer }, closing: Closing): Publisher {
  const { writer, readModel, server, clock, log, room } = parts;
  const publisher = new Publisher({
    connect: () => server.connect({ database: 'commons' }),
    still: () => {
      // Later, when there is room: what can't be published now is kept.
      room.check();
      return readModel.still();
    },
    clear: async ({ marks, vector, generation }) => {
      const clearMarks = (): { value: undefined } => {
        readModel.clearPublished(marks, vector, generation);
        return { value: undefined };
      };
      await writer.exclusive((io) => io.turn(clearMarks));
    },
    heavy: writer.heavy,
    failed: (error) => {
      if (isDiskFull(error)) room.met();
    },
    clock,
    log: log.child({ part: 'publisher' }),
    author: writer.author,
  });
  writer.onCommit(() => publisher.notify());
  closing.add('publisher', async () => {
    // What can't be published now is at the next start.
    await publisher.flush().catch(() => undefined);
    await publisher.stop();
  });
  return publisher;
}

interface Parts {
  config: Config;
  secrets: Secrets;
  node: FoundedNode;
  kept: Private;
  readModel: ReadModel;
  writer: Writer;
  logs: LogReader;
  publisher: Publisher;
  federation: Federation;
  accounts: OpenAccounts;
  happenings: Happenings;
  webhooks: OpenWebhooks;
  pngs: Pngs;
  server: DoltServer;
  clock: Clock;
  place: { url: string | undefined };
  room: DiskRoom;
}

function createServices(parts: Parts): Services {
  const { config, secrets, node, kept, readModel, writer, logs, publisher, federation, server, clock, place } = parts;
  const trust = createTrust({
    ...config.trust,
    reader: readModel.reader,
    roots: kept.roots,
    onTouched: (listener) => readModel.onTouched(listener),
  });
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
  return {
    node: selfOf(node, readModel.reader.state, place, () => remotesOf(config, server, place.url)),
    settings: {
      name: config.name,
      registration: config.registration,
      version,
      publishView: config.publishView,
      trustProxy: config.trustProxy,
      ...policiesOf(config),
    },
    clock,
    reader: readModel.reader,
    writer,
    logs,
    private: kept,
    trust,
    leaderboards: new Leaderboards(trust, readModel.reader.trust, clock),
    homes: federation,
    peers: federation,
    accounts: parts.accounts.accounts,
    accountChecks: parts.accounts.accountChecks,
    audits: new Audits(readModel.reader, clock),
    happenings: parts.happenings,
    webhooks: parts.webhooks,
    pngs: parts.pngs,
    adminToken: secrets.adminToken,
    status: () => statusOf(parts),
    checkRoom: () => parts.room.check(),
    changes: () =>
      writer.changes + kept.roots.changes + kept.accounts.changes + kept.blocks.changes + kept.listed.changes,
    digest: async () => {
      // Whoever compares it with the commons finds them there; that they can't be written is no reason to give none.
      await publisher.flush().catch(() => undefined);
      const still = readModel.still();
      try {
        return await makeDigest(readerSource(still, (origin, to) => logs.readEntries(origin, 0, to)));
      } finally {
        still.close();
      }
    },
  };
}

function policiesOf({ tiers }: Config): { tiers: TierPolicy; doors: DoorPolicy } {
  const { contributor, maintainer, doors, claims } = tiers;
  // The configuration has bounded them.
  return { tiers: { contributor, maintainer }, doors: { least: doors as DoorPolicy['least'], claims } };
}

/** What `dolt clone` takes: as the operator says, else the host of the REST doors with Dolt's own port. */
function remotesOf(
  config: Config,
  server: DoltServer,
  url: string | undefined,
): ReturnType<Services['node']['remotes']> {
  if (server.remotePort === undefined || url === undefined) return undefined;
  const base = config.dolt.remoteUrl ?? `http://${new URL(url).hostname}:${server.remotePort}`;
  return { ledger: `${base}/ledger`, commons: `${base}/commons` };
}

function statusOf({ writer, publisher, server, kept, clock, room }: Parts): NodeStatus {
  const ledger = writer.status();
  const commons = publisher.status();
  const behind = commons.waiting_since === null ? 0 : Math.max(0, clock.now() - commons.waiting_since) / 1000;
  const writing = ledger.blocked ?? (ledger.connected ? 'ok' : 'the ledger is away');
  return {
    ready: server.state === 'running' && writing === 'ok' && room.status === 'ok',
    checks: {
      dolt: server.state,
      writer: writing,
      commons: commons.failures === 0 ? 'ok' : 'behind; tried again',
      disk: room.status,
    },
    gauges: {
      writer_waiting: ledger.waiting,
      ledger_commits: ledger.commits,
      ledger_entries: ledger.entries,
      disk_free_bytes: room.free,
      commons_behind_seconds: behind,
      commons_failures: commons.failures,
      outbox_depth: kept.outbox.depth(),
      peers: kept.peers.list().length,
    },
  };
}

/** What has been opened, to be closed in reverse order whatever fails on the way. */
class Closing {
  readonly #steps: { what: string; close: () => void | Promise<void> }[] = [];
  #closed: Promise<void> | undefined;

  add(what: string, close: () => void | Promise<void>): void {
    this.#steps.push({ what, close });
  }

  close(): Promise<void> {
    this.#closed ??= this.#closeAll();
    return this.#closed;
  }

  async #closeAll(): Promise<void> {
    const errors: unknown[] = [];
    for (const { what, close } of this.#steps.reverse()) {
      try {
        await close();
      } catch (cause) {
        errors.push(new Error(`closing the ${what} failed`, { cause }));
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'not everything could be closed');
  }
}
