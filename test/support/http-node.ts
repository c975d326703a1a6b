import { join } from 'node:path';
import type { Test } from 'tap';
import { systemClock } from '../../src/clock.ts';
import type { Clock } from '../../src/clock.ts';
import type { App } from '../../src/http/app.ts';
import { buildServer } from '../../src/http/server.ts';
import type { ServerOptions } from '../../src/http/server.ts';
import { makeDigest, readerSource } from '../../src/commons/digest.ts';
import { defaultDoors } from '../../src/domain/reputation/doors.ts';
import { defaultTiers } from '../../src/domain/reputation/tiers.ts';
import { Happenings } from '../../src/operations/happenings/happenings.ts';
import { openWebhooks } from '../../src/operations/webhooks/open-webhooks.ts';
import type { WebhookOptions } from '../../src/operations/webhooks/open-webhooks.ts';
import { Audits } from '../../src/operations/reputation/audits.ts';
import { WastelandError } from '../../src/errors.ts';
import { addressRules } from '../../src/net/addresses.ts';
import { openAccounts } from '../../src/operations/accounts/open-accounts.ts';
import type { OutsideOptions } from '../../src/operations/accounts/open-accounts.ts';
import { NodeKeys } from '../../src/operations/node-keys.ts';
import { Pngs } from '../../src/operations/pictures/pngs.ts';
import type { PeerNodes, RemoteHomes, Services, Settings } from '../../src/operations/ports.ts';
import { Leaderboards } from '../../src/operations/reputation/leaderboards.ts';
import { createTrust } from '../../src/operations/reputation/trust.ts';
import { openPrivate } from '../../src/private/open.ts';
import { TestLedger } from './ledger.ts';

/** An answer with its body read. */
export interface Answer {
  status: number;
  /** Tests say what they expect of it. */
  body: any; // eslint-disable-line @typescript-eslint/no-explicit-any
  headers: Record<string, unknown>;
  text: string;
}

export interface AskOptions {
  token?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** The doors of a node without other nodes: everything that reaches one says so. */
export const noHomes: RemoteHomes = {
  urlOf: () => undefined,
  deliver: () => Promise.reject(new WastelandError('home_unknown', 'nobody knows where that node is')),
  newerDocuments: () => Promise.resolve([]),
  pull: () => Promise.resolve(false),
  seek: () => Promise.resolve(false),
};

const noPeers: PeerNodes = {
  introduce: () => Promise.reject(new WastelandError('peer_unreachable', 'nobody answers')),
  sync: () => Promise.reject(new WastelandError('peer_unreachable', 'nobody answers')),
  views: () => Promise.resolve([]),
};

export interface HttpNodeOptions {
  clock?: Clock;
  homes?: Partial<RemoteHomes>;
  peers?: Partial<PeerNodes>;
  settings?: Partial<Settings>;
  trust?: { damping?: number; combine?: 'together' | 'minimum' };
  server?: ServerOptions;
  webhooks?: WebhookOptions;
  /** True unless said otherwise: everything that tests speak to is on this machine. */
  allowPrivatePeers?: boolean;
  /** GitHub's API, and the DNS; nobody answers where none is given. */
  githubUrl?: string;
  accounts?: Pick<OutsideOptions, 'limits' | 'txt'>;
}

/** The doors over a real ledger, read model and node.sqlite. */
export class HttpNode {
  readonly ledger: TestLedger;
  readonly services: Services;
  readonly app: App;

  private constructor(ledger: TestLedger, services: Services, app: App) {
    this.ledger = ledger;
    this.services = services;
    this.app = app;
  }

  static async start(t: Test, options: HttpNodeOptions = {}): Promise<HttpNode> {
    const ledger = await TestLedger.start(t);
    const clock = options.clock ?? systemClock;
    ledger.clock = clock;
    const kept = openPrivate(join(ledger.dolt.dataDir, 'node.sqlite'), {
      secret: 'a secret of the tests, long enough',
      now: () => clock.now(),
    });
    t.teardown(() => kept.close());
    await kept.keys.save(ledger.origin, ledger.identity.key.kid, ledger.identity.key.jwk);
    const keys = await NodeKeys.load(kept.keys, ledger.origin, ledger.identity.key.kid);
    ledger.keyAt = (state) => keys.inForce(state);
    kept.roots.add(ledger.origin);
    const logs = ledger.reader(t);
    let changes = 0;
    ledger.writer.onCommit(() => (changes += 1));
    const { accounts, accountChecks, close } = openAccounts(
      { reader: ledger.readModel.reader, store: kept.accounts, clock, random: () => 0 },
      {
        rules: addressRules(true),
        allowPorts: true,
        githubUrl: options.githubUrl ?? 'http://127.0.0.1:1',
        txt: { servers: ['127.0.0.1:1'], timeout: 100 },
        ...options.accounts,
      },
    );
    t.teardown(close);
    const node = {
      id: ledger.origin,
      get key() {
        return keys.inForce(ledger.readModel.reader.state);
      },
      keys,
      url: () => 'http://board.example:8080',
      remotes: () => undefined,
    };
    const homes = { ...noHomes, ...options.homes };
    const { reader } = ledger.readModel;
    const happenings = new Happenings(
      { node, homes, reader, arrivals: kept.arrivals },
      { failed: (error) => t.fail('what happens could not be told', { error }) },
    );
    ledger.readModel.onWritten((written) => happenings.written(written));
    ledger.writer.onCommit(() => happenings.notify());
    t.teardown(() => happenings.close());
    const webhooks = openWebhooks(
      {
        store: kept,
        happenings,
        clock,
        random: () => 0,
        failed: (error) => t.fail('webhooks could not be told', { error }),
      },
      addressRules(options.allowPrivatePeers ?? true),
      options.webhooks,
    );
    t.teardown(() => webhooks.close());
    const pngs = new Pngs();
    t.teardown(() => pngs.close());
    const trust = createTrust({
      reader: ledger.readModel.reader,
      roots: kept.roots,
      damping: 0.6,
      combine: 'together',
      ...options.trust,
      onTouched: (listener) => ledger.readModel.onTouched(listener),
    });
    const services: Services = {
      node,
      settings: {
        name: 'test',
        registration: 'open',
        version: '0.0.0',
        tiers: defaultTiers,
        doors: defaultDoors,
        publishView: true,
        trustProxy: ['loopback'],
        ...options.settings,
      },
      clock,
      reader: ledger.readModel.reader,
      writer: ledger.writer,
      logs,
      private: kept,
      trust,
      leaderboards: new Leaderboards(trust, ledger.readModel.reader.trust, clock),
      homes,
      peers: { ...noPeers, ...options.peers },
      accounts,
      accountChecks,
      audits: new Audits(ledger.readModel.reader, clock),
      happenings,
      webhooks,
      pngs,
      adminToken: 'the-admin-token-of-the-tests-is-long-enough',
      status: () => ({ ready: true, checks: { ledger: 'ok' }, gauges: { outbox_depth: 0 } }),
      changes: () => changes + kept.roots.changes + kept.accounts.changes + kept.blocks.changes + kept.listed.changes,
      checkRoom: () => undefined,
      digest: async () => {
        const still = ledger.readModel.still();
        try {
          return await makeDigest(readerSource(still, (origin, to) => logs.readEntries(origin, 0, to)));
        } finally {
          still.close();
        }
      },
    };
    const app = await buildServer(services, options.server);
    t.teardown(() => app.close());
    return new HttpNode(ledger, services, app);
  }

  get id(): string {
    return this.ledger.origin;
  }

  get admin(): string {
    return this.services.adminToken;
  }

  async ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, options: AskOptions = {}): Promise<Answer> {
    const headers = { ...options.headers, ...(options.token ? { authorization: `Bearer ${options.token}` } : {}) };
    const payload = options.body === undefined ? {} : { payload: options.body as object };
    const response = await this.app.inject({ method, url, headers, ...payload });
    const text = response.body;
    const json = String(response.headers['content-type']).includes('json') && text !== '' && !text.includes('\n{');
    const body: unknown = json ? JSON.parse(text) : text;
    return { status: response.statusCode, body, headers: response.headers, text };
  }

  get(url: string, options: AskOptions = {}): Promise<Answer> {
    return this.ask('GET', url, options);
  }

  post(url: string, token: string | undefined, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask('POST', url, { body, headers, ...(token === undefined ? {} : { token }) });
  }

  /** A rig whose key the node holds. */
  async rig(handle: string): Promise<{ id: string; token: string }> {
    const { status, body } = await this.post('/v1/rigs', undefined, { handle });
    if (status !== 201) throw new Error(`${handle} was not registered: ${JSON.stringify(body)}`);
    return { id: body.rig.id, token: body.token };
  }

  /** Every item of a list, read page by page. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  async all(url: string, limit = 200, options: AskOptions = {}): Promise<any[]> {
    const items: unknown[] = [];
    let cursor = '';
    do {
      const at = `${url}${url.includes('?') ? '&' : '?'}limit=${limit}${cursor}`;
      const { status, body } = await this.get(at, options);
      if (status !== 200) throw new Error(`${at}: ${JSON.stringify(body)}`);
      if (items.length > 10_000) throw new Error(`${at}: the list has no end`);
      if (body.items.length > limit) throw new Error(`${at}: ${body.items.length} items`);
      items.push(...body.items);
      cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`;
    } while (cursor !== '');
    return items;
  }

  /** Posts tokens as a client that signs for itself. */
  events(tokens: string[]): Promise<Answer> {
    return this.post('/v1/events', undefined, { events: tokens });
  }

  /** Posts one token. */
  event(token: string): Promise<Answer> {
    return this.ask('POST', '/v1/events', { body: token, headers: { 'content-type': 'application/jose' } });
  }
}
