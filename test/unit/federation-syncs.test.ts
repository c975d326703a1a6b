import fc from 'fast-check';
import t from 'tap';
import { inboxName } from '../../src/federation/inbox.ts';
import { SyncQueue } from '../../src/federation/sync-queue.ts';
import { startSchedule } from '../../src/schedule/schedule.ts';
import { createLog } from '../../src/log.ts';
import { until } from '../support/dolt.ts';

/** A promise that a test ends. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

t.test('one sync a peer; who asks during one shares the next', async (t) => {
  const gates: ReturnType<typeof gate>[] = [];
  let most = 0;
  let running = 0;
  const queue = new SyncQueue(async (peer: string) => {
    const number = gates.push(gate()) - 1;
    most = Math.max(most, ++running);
    await gates[number]?.opened;
    running--;
    if (peer === 'bad') throw new Error('failed');
    return number;
  });
  const first = queue.run('a');
  const second = queue.run('a');
  t.equal(queue.run('a'), second, 'shared');
  t.equal(gates.length, 1, 'nothing begins meanwhile');
  gates[0]?.open();
  t.equal(await first, 0);
  await until('the second sync has begun', () => gates.length === 2);
  const third = queue.run('a');
  t.not(third, second, 'a sync that has begun may miss what was written since');
  gates[1]?.open();
  t.equal(await second, 1);
  await until('the third sync has begun', () => gates.length === 3);
  gates[2]?.open();
  t.equal(await third, 2);
  t.equal(most, 1);

  const other = queue.run('b');
  const bad = queue.run('bad');
  const after = queue.run('bad');
  t.equal(running, 2, 'other peers do not wait');
  for (const { open } of gates) open();
  t.equal(await other, 3);
  await t.rejects(bad, /failed/);
  await until('another has begun after one that failed', () => gates.length === 6);
  gates[5]?.open();
  await t.rejects(after, /failed/);
  await queue.idle();
  t.equal(running, 0);
});

t.test('whatever is asked when, one runs at a time and each report is of a later sync', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 8 }), async (scheduler, asks) => {
      let running = 0;
      let begun = 0;
      const queue = new SyncQueue(async () => {
        const number = ++begun;
        if (++running > 1) throw new Error('two at once');
        await scheduler.schedule(Promise.resolve(), `sync ${number}`);
        running--;
        return number;
      });
      const asked = Array.from({ length: asks }, async (_, n) => {
        await scheduler.schedule(Promise.resolve(), `ask ${n}`);
        const before = begun;
        return (await queue.run('a')) > before;
      });
      await scheduler.waitFor(Promise.all(asked));
      const all = await Promise.all(asked);
      await queue.idle();
      return all.every(Boolean) && begun <= asks;
    }),
  );
  t.pass('in every order');
});

t.test('inbox names are valid, and differ where ids differ by case alone', async (t) => {
  const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((id) => Buffer.from(id).toString('base64url'));
  fc.assert(fc.property(bytes, (id) => /^inbox_[0-9a-f]{56}$/.test(inboxName(id)) && inboxName(id).length <= 64));
  const lower = 'a'.repeat(42) + 'A';
  t.not(inboxName(lower), inboxName(lower.replace('a', 'A')));
  t.not(inboxName(`-${lower.slice(1)}`), inboxName(`_${lower.slice(1)}`));
});

t.test('the schedule syncs at start and by the clock, retries the outbox, and never twice at once', async (t) => {
  let syncs = 0;
  let retries = 0;
  let running = 0;
  let most = 0;
  const failed: unknown[] = [];
  const log = createLog('silent');
  log.error = (context: unknown) => failed.push(context);
  const hold = gate();
  const federation = {
    syncAll: async () => {
      syncs++;
      most = Math.max(most, ++running);
      if (syncs === 2) await hold.opened;
      running--;
      if (syncs === 1) throw new Error('the first fails');
      return [];
    },
    retryOutbox: () => {
      retries++;
      return Promise.resolve();
    },
  };
  const options = { sync: '* * * * * *', jitter: 1, outbox: 5, random: () => 0.5, log };
  const schedule = startSchedule(federation, options);
  t.equal(syncs, 1, 'at start');
  await until('a second sync has begun', () => syncs === 2);
  t.equal(failed.length, 1, 'a failed one is logged and nothing else');
  const seen = retries;
  await until('the outbox is looked at again', () => retries > seen);
  hold.open();
  await until('a third sync has begun', () => syncs >= 3);
  await schedule.stop();
  t.equal(most, 1);
});
