import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { Test } from 'tap';
import { systemClock } from '../../src/clock.ts';
import { readCommonsRows } from '../../src/commons/commons-rows.ts';
import { projectionDigest } from '../../src/commons/digest.ts';
import { Publisher } from '../../src/commons/publisher.ts';
import type { PublisherPorts } from '../../src/commons/publisher.ts';
import { publishedRows } from '../../src/domain/project/all-rows.ts';
import { commonsTables } from '../../src/domain/project/rows.ts';
import type { CommonsTable } from '../../src/domain/project/rows.ts';
import type { State } from '../../src/domain/state.ts';
import { openWhole } from './open-whole.ts';
import type { ReadModel } from '../../src/readmodel/open.ts';
import { startTestDolt, temporaryDirectory } from './dolt.ts';
import type { TestDolt } from './dolt.ts';
import { land } from './projection.ts';
import { accept, handedIn, stamp } from './work.ts';
import { World } from './world.ts';

export const author = 'node <node@example.org>';

/** A read model and the commons beside it, fed from a world of signed logs as a writer feeds it. */
export class Bench {
  readonly dolt: TestDolt;
  readonly model: ReadModel;
  readonly connection: Connection;
  readonly publisher: Publisher;
  /** While set, clearing the marks fails with it. */
  clearFails: Error | undefined;
  readonly #landed = new Map<string, number>();

  private constructor(dolt: TestDolt, model: ReadModel, connection: Connection, ports: Partial<PublisherPorts>) {
    this.dolt = dolt;
    this.model = model;
    this.connection = connection;
    this.publisher = new Publisher({
      connect: () => dolt.server.connect({ database: 'commons' }),
      still: () => model.still(),
      clear: async ({ marks, vector }) => {
        if (this.clearFails !== undefined) throw this.clearFails;
        this.write(() => model.clearPublished(marks, vector));
      },
      clock: systemClock,
      log: dolt.log,
      author,
      ...ports,
    });
  }

  static async start(t: Test, ports: Partial<PublisherPorts> = {}): Promise<Bench> {
    const dolt = await startTestDolt(t, { remotePort: 'off' });
    const readModel = openWhole(join(await temporaryDirectory(t), 'readmodel.sqlite'));
    const connection = await dolt.server.connect({ database: 'commons' });
    const bench = new Bench(dolt, readModel, connection, ports);
    t.teardown(async () => {
      await bench.publisher.stop();
      readModel.close();
      await connection.end().catch(() => undefined);
    });
    return bench;
  }

  write(work: (state: State) => void): void {
    this.model.begin();
    work(this.model.state);
    this.model.commit();
  }

  /** Lands what the world's logs hold beyond what has landed. */
  land(world: World): void {
    this.write((state) => {
      for (const [origin, entries] of Object.entries(world.entries())) {
        for (const entry of entries.slice(this.#landed.get(origin) ?? 0)) land(state, origin, entry);
        this.#landed.set(origin, entries.length);
      }
    });
  }

  async query<Row>(sql: string): Promise<Row[]> {
    const [rows] = await this.connection.query<RowDataPacket[]>(sql);
    return rows as Row[];
  }

  /** The messages of all commits, newest first. */
  async messages(): Promise<string[]> {
    const rows = await this.query<{ message: string }>('SELECT message FROM dolt_log');
    return rows.map(({ message }) => message);
  }

  /** Rows of the commons against the read model's, table by table. */
  async assertEqual(): Promise<void> {
    const stored = await storedRows(this.connection);
    for (const table of commonsTables) {
      const expected = [...publishedRows(this.model.reader.published, table)];
      assert.deepEqual(stored[table], expected, table);
    }
    const projected = await projectionDigest((table) => publishedRows(this.model.reader.published, table));
    const readBack = readCommonsRows(this.connection);
    assert.equal(await projectionDigest((table) => readBack[table]), projected);
  }
}

async function storedRows(connection: Connection): Promise<Record<CommonsTable, unknown[][]>> {
  const stored: Partial<Record<CommonsTable, unknown[][]>> = {};
  for (const [table, rows] of Object.entries(readCommonsRows(connection))) {
    const list: unknown[][] = [];
    for await (const row of rows) list.push(row);
    stored[table as CommonsTable] = list;
  }
  return stored as Record<CommonsTable, unknown[][]>;
}

/** A world with a row in every table that has rows. */
export function busyWorld() {
  const world = new World('publisher');
  const node = world.node('board');
  const [alice, bob, carol] = ['alice', 'bob', 'carol'].map((name) => world.member(name, node)) as [
    ReturnType<World['member']>,
    ReturnType<World['member']>,
    ReturnType<World['member']>,
  ];
  const { item, completion } = handedIn(node.log, alice, bob, { tags: ['go'], sandbox: { net: false }, min_tier: 2 });
  accept(node.log, alice, completion);
  const given = stamp(node.log, alice, completion, bob);
  node.log.act(alice, 'rig.linked', { other: carol.id, relation: 'same_owner' });
  return { world, node, alice, bob, carol, item, completion, given };
}
