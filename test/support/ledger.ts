import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import { systemClock } from '../../src/clock.ts';
import type { Clock } from '../../src/clock.ts';
import { Frontier, leafHash } from '../../src/domain/merkle.ts';
import { WastelandError } from '../../src/errors.ts';
import { generateKey } from '../../src/identity/keys.ts';
import type { PrivateKey } from '../../src/identity/keys.ts';
import { signToken } from '../../src/identity/sign.ts';
import { hashOf, idOfHash, readToken } from '../../src/identity/strict-jws.ts';
import type { Token } from '../../src/identity/strict-jws.ts';
import { signCheckpoint } from '../../src/ledger/checkpoints.ts';
import { DoltConnection } from '../../src/ledger/connection.ts';
import { migrate } from '../../src/ledger/dolt/migrate.ts';
import type { LandingLog } from '../../src/ledger/landing.ts';
import { LogReader } from '../../src/ledger/log-reader.ts';
import { Writer } from '../../src/ledger/writer.ts';
import type { WriterOptions } from '../../src/ledger/writer.ts';
import { openWhole } from './open-whole.ts';
import type { ReadModel } from '../../src/readmodel/read-model.ts';
import { typs } from '../../src/wire/header.ts';
import type { LogEntry } from '../../src/wire/checkpoint.ts';
import { startTestDolt } from './dolt.ts';
import type { TestDolt } from './dolt.ts';
import { FaultyServer } from './dolt-faults.ts';
import { OwnKeyRig } from './own-key-rig.ts';

const migrations = fileURLToPath(new URL('../../migrations', import.meta.url));

/** A token of our own making, read. */
export function read(text: string): Token {
  const reading = readToken(text);
  if (!reading.ok) throw new Error(reading.code);
  return reading.token;
}

export interface NodeIdentity {
  id: string;
  key: PrivateKey;
  document: string;
}

/** A node's key and document 0. */
export async function makeNodeIdentity(handle = 'node'): Promise<NodeIdentity> {
  const key = await generateKey();
  const keys = [{ kty: 'OKP', crv: 'Ed25519', x: key.x }];
  const payload = { seq: 0, prev: null, kind: 'node', handle, keys, recovery: [], iat: Math.floor(Date.now() / 1000) };
  const document = signToken(typs.identity, payload, key);
  return { id: idOfHash(hashOf(document)), key, document };
}

/** A real ledger with its writer, and nothing of a node beside it. */
export class TestLedger {
  readonly dolt: TestDolt;
  /** What the writer connects to. */
  readonly faults: FaultyServer;
  readonly identity: NodeIdentity;
  readModel: ReadModel;
  writer: Writer;
  clock: Clock = systemClock;
  keyAt: WriterOptions['keyAt'] = () => this.identity.key;
  readonly #options: Partial<WriterOptions>;

  private constructor(dolt: TestDolt, identity: NodeIdentity, options: Partial<WriterOptions>) {
    this.dolt = dolt;
    this.faults = new FaultyServer(dolt.server);
    this.identity = identity;
    this.#options = options;
    this.readModel = openWhole(this.readModelPath);
    this.writer = this.#makeWriter();
  }

  /** Starts Dolt, migrates, and logs the node's document 0. */
  static async start(t: Test, options: Partial<WriterOptions> = {}): Promise<TestLedger> {
    const dolt = await startTestDolt(t);
    await migrate(dolt.server, migrations);
    const ledger = new TestLedger(dolt, await makeNodeIdentity(), options);
    t.teardown(() => ledger.stop());
    await ledger.writer.open();
    await ledger.writer.propose({ tokens: [read(ledger.identity.document)] });
    return ledger;
  }

  get origin(): string {
    return this.identity.id;
  }

  get readModelPath(): string {
    return join(this.dolt.dataDir, 'readmodel.sqlite');
  }

  /** Ends the writer and the read model, as a node that stops does. */
  async stop(): Promise<void> {
    await this.writer.close();
    try {
      this.readModel.close();
    } catch {
      // It is closed already.
    }
  }

  /** A writer and a read model anew, over the same ledger. */
  async open(): Promise<void> {
    this.readModel = openWhole(this.readModelPath);
    this.writer = this.#makeWriter();
    await this.writer.open();
  }

  /** A rig whose document stands in this log. */
  async rig(handle: string): Promise<OwnKeyRig> {
    const rig = await OwnKeyRig.make(this.origin, handle);
    await this.writer.propose({ tokens: [read(rig.document)] });
    return rig;
  }

  /** A posting of a rig, signed and not yet proposed. */
  async posting(rig: OwnKeyRig, title: string): Promise<Token> {
    return read(await rig.sign('wanted.posted', { title, type: 'bug', priority: 2, effort: 'small' }, this.origin));
  }

  reader(t: Test): LogReader {
    const reader = new LogReader(this.dolt.server);
    t.teardown(() => reader.close());
    return reader;
  }

  /** A connection as an administrator, or a vandal, has it. */
  async sql(t: Test, database = 'ledger'): Promise<DoltConnection> {
    const connection = await DoltConnection.open(this.dolt.server, database);
    t.teardown(() => connection.close());
    return connection;
  }

  #makeWriter(): Writer {
    return new Writer({
      origin: this.identity.id,
      keyAt: (state) => this.keyAt(state),
      readModel: this.readModel,
      server: this.faults,
      clock: { now: () => this.clock.now() },
      log: this.dolt.log,
      ...this.#options,
    });
  }
}

/** A log that another node keeps, made by hand: its entries and the checkpoint over them. */
export class ForeignLog {
  readonly identity: NodeIdentity;
  readonly entries: LogEntry[] = [];
  readonly #frontier = new Frontier();

  private constructor(identity: NodeIdentity) {
    this.identity = identity;
  }

  static async make(handle = 'elsewhere'): Promise<ForeignLog> {
    const log = new ForeignLog(await makeNodeIdentity(handle));
    log.append(log.identity.document);
    return log;
  }

  get origin(): string {
    return this.identity.id;
  }

  append(jws: string): void {
    const seq = this.entries.length + 1;
    const entry = { seq, logged_at: Date.now(), jws };
    this.entries.push(entry);
    this.#frontier.push(leafHash(seq, entry.logged_at, hashOf(jws)));
  }

  /** A rig at home there, with so many postings. */
  async fill(postings: number): Promise<OwnKeyRig> {
    const rig = await OwnKeyRig.make(this.origin, 'worker');
    this.append(rig.document);
    for (let n = 0; n < postings; n += 1) {
      this.append(await rig.sign('wanted.posted', { title: `item ${n}`, type: 'bug', priority: 2, effort: 'small' }));
    }
    return rig;
  }

  async checkpoint(): Promise<string> {
    const head = { origin: this.origin, seq: this.entries.length, root: this.#frontier.root() };
    return signCheckpoint(this.identity.key, head, Date.now());
  }

  /** What lands of it behind entry `after`. */
  async landing(after = 0): Promise<LandingLog> {
    return { origin: this.origin, entries: [this.entries.slice(after)], checkpoint: await this.checkpoint() };
  }
}

/** Every entry of a log in the ledger, in order. */
export async function entriesOf(reader: LogReader, origin: string): Promise<{ seq: number; hash: string }[]> {
  const entries: { seq: number; hash: string }[] = [];
  for await (const page of reader.readEntries(origin, 0, Number.MAX_SAFE_INTEGER)) {
    for (const { seq, jws } of page) entries.push({ seq, hash: hashOf(jws) });
  }
  return entries;
}

/** The code that a promise is refused with. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'ok';
  } catch (error) {
    return error instanceof WastelandError ? error.code : String(error);
  }
}
