import { createServer, request as httpRequest } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Test } from 'tap';
import type { Clock } from '../../src/clock.ts';
import { loadConfig } from '../../src/config/config.ts';
import { processEnvironment } from '../../src/config/env.ts';
import type { ContextOptions } from '../../src/context.ts';
import type { FederationLimits } from '../../src/federation/parts.ts';
import { createLog } from '../../src/log.ts';
import { startNode } from '../../src/main.ts';
import type { Node } from '../../src/main.ts';
import type { SyncReport } from '../../src/wire/api/sync-report.ts';
import { listen } from './peer.ts';

/** Whole nodes in this process, each over its own Dolt and behind its own doors, on free loopback ports. */

// A test knows what it asked for, and fails where it got something else.
/* eslint-disable @typescript-eslint/no-explicit-any */

export interface Answer {
  status: number;
  body: any;
}

/** A rig with a custodial key. */
export interface Member {
  id: string;
  handle: string;
  token: string;
}

export interface NetworkOptions {
  clock?: Clock;
  federation?: Partial<FederationLimits>;
  accounts?: NonNullable<ContextOptions['accounts']>;
  /** Configuration that differs from that of all such nodes. */
  env?: Record<string, string>;
}

export class NetworkNode {
  readonly name: string;
  readonly dataDir: string;
  readonly #options: NetworkOptions;
  #port = '0';
  #remotePort = '0';
  #node: Node | undefined;
  /** Of the node that runs, or ran last. */
  id = '';
  url = '';

  constructor(name: string, dataDir: string, options: NetworkOptions) {
    this.name = name;
    this.dataDir = dataDir;
    this.#options = options;
  }

  get node(): Node {
    if (this.#node === undefined) throw new Error(`node ${this.name} is not running`);
    return this.#node;
  }

  /** Starts it; after a stop on the same ports, so that others find it again. */
  async start(): Promise<this> {
    const config = loadConfig({
      ...processEnvironment(),
      WASTELAND_DATA_DIR: this.dataDir,
      WASTELAND_PORT: this.#port,
      WASTELAND_DOLT_REMOTE_PORT: this.#remotePort,
      WASTELAND_NAME: this.name,
      WASTELAND_ALLOW_PRIVATE_PEERS: 'true',
      // Nobody outside is asked for anything.
      WASTELAND_GITHUB_URL: 'http://127.0.0.1:1',
      // Only on demand: a sync on its own would come into what is being looked at.
      WASTELAND_SYNC_SCHEDULE: '0 0 1 1 *',
      ...this.#options.env,
    });
    this.#node = await startNode(config, { log: createLog('silent', { write: () => undefined }), ...this.#options });
    this.id = this.#node.id;
    this.url = this.#node.url;
    this.#port = new URL(this.url).port;
    const { remotes } = this.#node;
    if (remotes !== undefined) this.#remotePort = new URL(remotes.ledger).port;
    return this;
  }

  async stop(): Promise<void> {
    const node = this.#node;
    this.#node = undefined;
    await node?.stop();
  }

  /** Asks its doors; `as` is a rig, or the node's operator. */
  async ask(method: string, path: string, body?: unknown, as?: Member | 'admin'): Promise<Answer> {
    const token = as === 'admin' ? this.node.context.services.adminToken : as?.token;
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  async register(handle: string): Promise<Member> {
    const { status, body } = await this.ask('POST', '/v1/rigs', { handle });
    if (status !== 201) throw new Error(`${handle} was not registered: ${JSON.stringify(body)}`);
    return { id: body.rig.id, handle, token: body.token };
  }

  /** Posts an item and gives its id. */
  async post(member: Member, title = 'something to do'): Promise<string> {
    const { status, body } = await this.ask('POST', '/v1/wanted', { title, type: 'bug' }, member);
    if (status !== 201) throw new Error(`the item was not posted: ${JSON.stringify(body)}`);
    return body.item.id;
  }

  async peer(other: { id: string; url: string }, url = other.url): Promise<void> {
    const { status, body } = await this.ask('POST', '/v1/admin/peers', { url }, 'admin');
    if (status !== 201) throw new Error(`the peer was not added: ${JSON.stringify(body)}`);
  }

  async sync(other: { id: string }): Promise<SyncReport> {
    const { status, body } = await this.ask('POST', `/v1/admin/peers/${other.id}/sync`, undefined, 'admin');
    if (status !== 200) throw new Error(`no sync: ${JSON.stringify(body)}`);
    return body;
  }

  async item(id: string): Promise<any> {
    return (await this.ask('GET', `/v1/wanted/${id}`)).body.item;
  }

  async digest(): Promise<any> {
    return (await this.ask('GET', '/v1/digest')).body;
  }
}

/** Starts one node for each name; they and their data are gone after the test. */
export async function startNetwork<Name extends string>(
  t: Test,
  names: readonly Name[],
  options: NetworkOptions = {},
): Promise<Record<Name, NetworkNode>> {
  const nodes = await Promise.all(
    names.map(async (name) => {
      const dataDir = await mkdtemp(join(tmpdir(), `wasteland-${name}-`));
      const node = new NetworkNode(name, dataDir, options);
      t.teardown(async () => {
        await node.stop();
        await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
      });
      return [name, await node.start()] as const;
    }),
  );
  return Object.fromEntries(nodes) as Record<Name, NetworkNode>;
}

/** Tries until the check doesn't throw any more and gives what it gives; after the deadline throws what it threw last. */
export async function eventually<T>(check: () => Promise<T> | T, milliseconds = 20_000): Promise<T> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) {
        throw new Error(`not in ${milliseconds} ms: ${String(error)}`, { cause: error });
      }
    }
    await delay(25);
  }
}

/** Throws unless both are the same text or number: for `eventually`. */
export function expectSame(found: unknown, wanted: unknown, what: string): void {
  if (found !== wanted) throw new Error(`${what}: ${String(found)}, not yet ${String(wanted)}`);
}

/** What stands between two nodes: passes everything on, and loses what a test tells it to lose. */
export class Wire {
  readonly url: string;
  /** Answers to POST that are still to be lost after the node behind has done its work. */
  loseAnswers = 0;
  lost = 0;

  private constructor(url: string) {
    this.url = url;
  }

  static async to(t: Test, target: { url: string }): Promise<Wire> {
    const server = createServer((incoming, outgoing) => {
      const options = { method: incoming.method ?? 'GET', headers: incoming.headers };
      const passed = httpRequest(`${target.url}${incoming.url ?? ''}`, options, (answer) => {
        if (incoming.method === 'POST' && wire.loseAnswers > 0) {
          wire.loseAnswers--;
          wire.lost++;
          answer.resume();
          answer.on('end', () => incoming.socket.destroy());
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      passed.on('error', () => incoming.socket.destroy());
      incoming.pipe(passed);
    });
    const wire = new Wire(await listen(t, server));
    return wire;
  }
}
