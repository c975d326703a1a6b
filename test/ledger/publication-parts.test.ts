import type { Connection } from 'mysql2/promise';
import t from 'tap';
import { publishedRows } from '../../src/domain/project/all-rows.ts';
import { Bench, busyWorld } from '../support/commons-bench.ts';
import { post } from '../support/work.ts';

t.test('what nobody committed is not published', async (t) => {
  const bench = await Bench.start(t);
  const { world, node, bob } = busyWorld();
  bench.land(world);
  await bench.publisher.flush();

  await bench.connection.query("UPDATE wanted SET title = 'left by a publication that was cut off'");
  post(node.log, bob, { title: 'Another' });
  bench.land(world);
  await bench.publisher.flush();
  await bench.assertEqual();
});

t.test('many rows are written in parts, of which nobody sees one before all are there', async (t) => {
  const seenAtHead: number[] = [];
  let failure: Error | undefined;
  const bench: Bench = await Bench.start(t, {
    connect: async () => {
      const connection = await bench.dolt.server.connect({ database: 'commons' });
      return withHook(connection, 'COMMIT', async () => {
        const [row] = await bench.query<{ count: number }>("SELECT count(*) AS count FROM wanted AS OF 'HEAD'");
        seenAtHead.push(row?.count ?? Number.NaN);
        if (failure !== undefined) throw failure;
      });
    },
  });
  const { world, node, bob } = busyWorld();
  bench.land(world);
  await bench.publisher.flush();
  t.same(seenAtHead, [], 'few rows have one part');
  const before = await bench.messages();
  const items = [...publishedRows(bench.model.reader.published, 'wanted')].length;

  for (let count = 0; count < 2_100; count++) post(node.log, bob, { title: `Item ${count}` });
  bench.land(world);
  failure = new Error('the line is cut');
  await t.rejects(bench.publisher.flush(), { message: 'the line is cut' });
  t.same(await bench.messages(), before);
  t.same(seenAtHead, [items]);

  failure = undefined;
  await bench.publisher.flush();
  await bench.assertEqual();
  t.equal((await bench.messages()).length, before.length + 1);
  t.same(seenAtHead, Array(1 + 8).fill(items), 'the part that failed, and eight');
});

/** A connection that does something after each statement with this text. */
function withHook(connection: Connection, text: string, hook: () => Promise<void>): Connection {
  const query = connection.query.bind(connection);
  connection.query = (async (...args: Parameters<typeof query>) => {
    const answer = await query(...args);
    if (args[0] === (text as unknown)) await hook();
    return answer;
  }) as typeof query;
  return connection;
}
