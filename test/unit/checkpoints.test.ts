import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { Checkpoints } from '../../src/readmodel/checkpoints.ts';
import { openReadModel } from '../../src/readmodel/open.ts';
import type { ReadModel } from '../../src/readmodel/read-model.ts';

const directory = mkdtempSync(join(tmpdir(), 'wasteland-checkpoints-'));
t.after(() => rmSync(directory, { recursive: true, force: true }));

function open(name: string): { readModel: ReadModel; path: string } {
  const path = join(directory, name);
  const opened = openReadModel(path);
  if (opened.kind !== 'opened') throw new Error(opened.kind);
  return { readModel: opened.model, path };
}

/** One transaction of some pages, which ends with everything that the event loop has to say. */
async function write(readModel: ReadModel, round: number): Promise<void> {
  readModel.begin();
  for (let n = 0; n < 20; n++) readModel.setMeta(`filling ${n}`, `${round}`.repeat(2_000));
  readModel.commit();
  await new Promise((resolve) => setImmediate(resolve));
}

t.test('the write-ahead log begins anew although somebody writes all the while', async (test) => {
  const { readModel, path } = open('endless.sqlite');
  let finished = 0;
  const finish = (): void => {
    finished += 1;
    readModel.checkpoint();
  };
  const failures: string[] = [];
  const failed = (why: string): void => void failures.push(why);
  const checkpoints = new Checkpoints({ path, finish, failed, interval: 0, tooLong: 100 });
  readModel.checkpointElsewhere(() => checkpoints.written());
  let round = 0;
  while (finished < 3) await write(readModel, ++round);
  await write(readModel, ++round);
  const long = statSync(`${path}-wal`).size;
  while (finished < 20) await write(readModel, ++round);
  test.ok(
    statSync(`${path}-wal`).size < 5 * long,
    `${statSync(`${path}-wal`).size} bytes after ${round} rounds, ${long} before`,
  );
  await checkpoints.stop();
  readModel.close();
  test.same(failures, []);
});

t.test('without its thread they are made in this one', async (test) => {
  const { readModel } = open('lost.sqlite');
  let finished = 0;
  const { promise, resolve } = Promise.withResolvers<string>();
  const checkpoints = new Checkpoints({
    path: join(directory, 'not', 'there.sqlite'),
    finish: () => (finished += 1),
    failed: resolve,
    interval: 0,
  });
  readModel.checkpointElsewhere(() => checkpoints.written());
  test.match(await promise, /unable to open/);
  await write(readModel, 1);
  test.ok(finished > 0);
  await checkpoints.stop();
  readModel.close();
});
