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
  await readModel.settled();
  readModel.begin();
  for (let n = 0; n < 20; n++) readModel.setMeta(`filling ${n}`, `${round}`.repeat(2_000));
  readModel.commit();
  await new Promise((resolve) => setImmediate(resolve));
}

t.test('the write-ahead log begins anew although somebody writes all the while', async (test) => {
  const { readModel, path } = open('endless.sqlite');
  const failures: string[] = [];
  const failed = (why: string): void => void failures.push(why);
  const finish = (): void => void test.fail('the thread is there');
  const checkpoints = new Checkpoints({ path, finish, failed, interval: 0, tooLong: 100 });
  readModel.checkpointElsewhere(checkpoints);
  let round = 0;
  let waited = 0;
  const untilWaited = async (times: number): Promise<void> => {
    while (waited < times) {
      await write(readModel, ++round);
      if (readModel.settled() !== undefined) waited += 1;
    }
  };
  await untilWaited(3);
  const long = statSync(`${path}-wal`).size;
  await untilWaited(20);
  const after = statSync(`${path}-wal`).size;
  test.ok(after < 5 * long, `${after} bytes after ${round} rounds, ${long} before`);
  await checkpoints.stop();
  test.equal(readModel.settled(), undefined, 'nobody waits for a thread that is gone');
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
  readModel.checkpointElsewhere(checkpoints);
  test.match(await promise, /unable to open/);
  await write(readModel, 1);
  test.ok(finished > 0);
  await checkpoints.stop();
  readModel.close();
});
