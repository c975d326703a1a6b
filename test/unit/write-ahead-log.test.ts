import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import t from 'tap';
import type { ReadModel } from '../../src/readmodel/open.ts';
import { openWhole } from '../support/open-whole.ts';

/** One commit of so many rows of five pages each. */
function fill(model: ReadModel, rows: number, digit = 0): void {
  model.begin();
  for (let n = 0; n < rows; n += 1) model.setMeta(`filling ${n}`, `${digit}`.repeat(20_000));
  model.commit();
}

/** Resolves as soon as a file has grown, or doesn't within twenty seconds. Looks more often than `until`: the thread works for ten ms. */
async function grown(path: string, before: number): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (statSync(path).size === before && performance.now() < deadline) await setImmediate();
}

void t.test('the write-ahead log begins anew although somebody writes all the while', (t) => {
  const path = join(t.testdir(), 'readmodel.sqlite');
  const model = openWhole(path);
  const kept = 64_000_000;
  // In 200 commits 80 MB.
  const write = (): number => {
    for (let round = 0; round < 200; round += 1) fill(model, 20, round % 10);
    return statSync(`${path}-wal`).size;
  };
  t.ok(write() <= kept);
  const still = model.still();
  t.ok(write() > kept, 'who reads what was keeps what was');
  still.close();
  t.ok(write() <= kept);
  model.close();
  t.end();
});

void t.test('no commit brings the write-ahead log into the file: a thread does, while nobody commits', async (t) => {
  const path = join(t.testdir(), 'readmodel.sqlite');
  const model = openWhole(path);
  const before = statSync(path).size;
  fill(model, 900);
  t.equal(statSync(path).size, before);
  await grown(path, before);
  t.ok(statSync(path).size > before);
  model.close();
});

for (const [when, begun] of [
  ['before the thread has begun', false],
  ['while it works', true],
] as const) {
  void t.test(`a read model that is closed ${when} is whole, and nothing writes there any more`, async (t) => {
    const path = join(t.testdir(), 'readmodel.sqlite');
    const model = openWhole(path);
    const before = statSync(path).size;
    fill(model, 2_200);
    if (begun) await grown(path, before);
    model.close();
    t.notOk(existsSync(`${path}-wal`), 'the last one to close it takes the log away');
    const again = openWhole(path);
    t.equal(again.meta('filling 2199')?.length, 20_000);
    again.close();
  });
}
