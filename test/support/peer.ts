import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import { createFederation } from '../../src/federation/federation.ts';
import type { Federation } from '../../src/federation/federation.ts';
import { inboxName } from '../../src/federation/inbox.ts';
import { defaultFederationLimits } from '../../src/federation/parts.ts';
import type { FederationLimits } from '../../src/federation/parts.ts';
import { DoltConnection } from '../../src/ledger/connection.ts';
import { migrate } from '../../src/ledger/dolt/migrate.ts';
import { QuarantineServer } from '../../src/ledger/dolt/quarantine-server.ts';
import { addressRules } from '../../src/net/addresses.ts';
import { GuardedClient } from '../../src/net/guarded-client.ts';
import { openPrivate } from '../../src/private/open.ts';
import type { Private } from '../../src/private/open.ts';
import type { LogReport, SyncReport } from '../../src/wire/api/sync-report.ts';
import { verdictText } from '../../src/wire/codes.ts';
import { startTestDolt } from './dolt.ts';
import type { TestDolt } from './dolt.ts';
import { TestLedger } from './ledger.ts';
import type { TestLog, TestNode, World } from './world.ts';

const migrations = fileURLToPath(new URL('../../migrations', import.meta.url));

/**
 * A peer whose Dolt is real and whose rows are whatever a test writes with SQL: what a hostile or broken node could serve.
 * Its REST door knows the node document and nothing else.
 */
export class WrittenPeer {
  readonly world: World;
  readonly node: TestNode;
  readonly dolt: TestDolt;
  readonly sql: DoltConnection;
  /** The node document, which tests may alter. */
  document: Record<string, unknown>;
  url = '';

  private constructor(world: World, node: TestNode, dolt: TestDolt, sql: DoltConnection) {
    this.world = world;
    this.node = node;
    this.dolt = dolt;
    this.sql = sql;
    this.document = {
      id: node.id,
      name: node.name,
      protocol: 1,
      documents: [node.first.text],
      remotes: { ledger: this.remote },
    };
  }

  /** Starts its Dolt and its door; the ledger is empty. */
  static async start(t: Test, world: World, node: TestNode): Promise<WrittenPeer> {
    const dolt = await startTestDolt(t);
    await migrate(dolt.server, migrations);
    const sql = await DoltConnection.open(dolt.server, 'ledger');
    t.teardown(() => sql.close());
    const peer = new WrittenPeer(world, node, dolt, sql);
    peer.url = await openDoor(t, () => peer.document);
    return peer;
  }

  get remote(): string {
    return `http://127.0.0.1:${this.dolt.server.remotePort}/ledger`;
  }

  /** Writes what isn't there yet of these logs (all of its world, unless named), each under a true checkpoint; commits. */
  async publish(nodes: readonly TestNode[] = [this.node]): Promise<void> {
    for (const node of nodes) {
      await this.writeEntries(node.log);
      await this.writeHead(node.id, node.log.seq, node.log.root(), node.checkpoint());
    }
    await this.commit();
  }

  async writeEntries(log: TestLog): Promise<void> {
    for (const { seq, logged_at: loggedAt, jws } of log.entries) {
      await this.sql.run('REPLACE INTO events VALUES (?, ?, ?, ?)', [log.origin, seq, loggedAt, jws]);
    }
  }

  async writeHead(origin: string, seq: number, root: string, checkpoint: string): Promise<void> {
    await this.sql.run('REPLACE INTO logs VALUES (?, ?, ?, ?)', [origin, seq, root, checkpoint]);
  }

  async commit(): Promise<void> {
    await this.sql.run("CALL DOLT_COMMIT('-A', '--skip-empty', '-m', 'written by a test', '--author', 't <t@t>')");
  }
}

/** A REST door that knows a node document and nothing else; it may be altered while the door is open. */
export async function openDoor(t: Test, document: () => object): Promise<string> {
  const server = createServer((request, response) => {
    if (request.url !== '/v1/node') return void response.writeHead(404).end();
    return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document()));
  });
  return await listen(t, server);
}

/** Listens on a free loopback port until the test ends. */
export async function listen(t: Test, server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export interface PullerOptions {
  limits?: Partial<FederationLimits>;
  allowPrivatePeers?: boolean;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** Milliseconds that an act waits for a lost ledger. */
  patience?: number;
}

/** A ledger with its writer and its federation, and no doors. */
export class Puller {
  readonly ledger: TestLedger;
  readonly store: Private;
  readonly quarantine: QuarantineServer;
  readonly federation: Federation;

  private constructor(ledger: TestLedger, store: Private, quarantine: QuarantineServer, federation: Federation) {
    this.ledger = ledger;
    this.store = store;
    this.quarantine = quarantine;
    this.federation = federation;
  }

  static async start(t: Test, options: PullerOptions = {}): Promise<Puller> {
    const ledger = await TestLedger.start(t, options.patience === undefined ? {} : { patience: options.patience });
    const { dataDir, bin, log } = ledger.dolt;
    const now = options.now ?? Date.now;
    const store = openPrivate(join(dataDir, 'node.sqlite'), { secret: 'a secret of the tests', now });
    const quarantine = new QuarantineServer({ dataDir, bin, log });
    const rules = addressRules(options.allowPrivatePeers ?? true);
    const client = new GuardedClient(rules);
    const federation = createFederation({
      client,
      rules,
      quarantine,
      writer: ledger.writer,
      readModel: ledger.readModel,
      ledger: ledger.reader(t),
      store,
      clock: { now },
      random: () => 0.5,
      log,
      limits: { ...defaultFederationLimits, ...options.limits },
    });
    t.teardown(async () => {
      await federation.close();
      await quarantine.close();
      await client.close();
      store.close();
    });
    return new Puller(ledger, store, quarantine, federation);
  }

  /** Opens a door to this ledger, so that others can pull from it. */
  async door(t: Test): Promise<string> {
    const { origin, identity, dolt } = this.ledger;
    const remotes = { ledger: `http://127.0.0.1:${dolt.server.remotePort}/ledger` };
    return await openDoor(t, () => ({ id: origin, protocol: 1, documents: [identity.document], remotes }));
  }

  /** Makes a peer of it under the id that its document gives, and syncs. */
  async syncWith(peer: WrittenPeer): Promise<SyncReport> {
    this.store.peers.add(peer.node.id, peer.url);
    return await this.federation.sync(peer.node.id);
  }

  /** Entries that have landed of a log, and the verdicts of all of them. */
  landed(origin: string): { seq: number; verdicts: string[] } {
    const { state } = this.ledger.readModel.reader;
    const verdicts = state.table('entries').list('primary', origin);
    return { seq: state.table('logs').get(origin)?.seq ?? 0, verdicts: verdicts.map(({ code }) => verdictText(code)) };
  }

  /** Names of the databases in quarantine. */
  async inboxes(): Promise<string[]> {
    return await this.quarantine.use(async (server) => {
      const connection = await DoltConnection.open(server, 'information_schema');
      const rows = await connection.rows<{ Database: string }>('SHOW DATABASES');
      await connection.close();
      return rows.map(({ Database }) => Database).filter((name) => name.startsWith('inbox_'));
    });
  }

  /** A connection to the inbox of a peer, as it is there. */
  async inbox<T>(peer: WrittenPeer, work: (connection: DoltConnection) => Promise<T>): Promise<T> {
    return await this.quarantine.use(async (server) => {
      const connection = await DoltConnection.open(server, inboxName(peer.node.id));
      try {
        return await work(connection);
      } finally {
        await connection.close();
      }
    });
  }
}

/** What a report says of one log; fails when it says nothing. */
export function logOf(report: SyncReport, origin: string): LogReport {
  const found = report.logs.find((log) => log.origin === origin);
  if (found === undefined) throw new Error(`the report says nothing of ${origin}: ${JSON.stringify(report)}`);
  return found;
}
