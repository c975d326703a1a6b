import t from 'tap';
import { WriterQueue } from '../../src/ledger/queue.ts';

const job = (): Promise<void> => Promise.resolve();

/** What comes out until nothing waits: the items of a batch, or "job". */
function drain(queue: WriterQueue<string>): (string | string[])[] {
  const taken: (string | string[])[] = [];
  for (let turn = queue.take(); turn !== undefined; turn = queue.take()) {
    taken.push(turn.kind === 'job' ? 'job' : turn.items);
  }
  return taken;
}

void t.test('acts go before the jobs that wait, and after acts a job has its turn', (t) => {
  const queue = new WriterQueue<string>({ batch: 2, waiting: 100 });
  queue.pushJob(job);
  queue.pushJob(job);
  for (const item of ['a', 'b', 'c', 'd', 'e']) queue.pushItem(item);
  t.ok(queue.batchIsNext);
  t.equal(queue.length, 7);
  t.same(drain(queue), [['a', 'b'], 'job', ['c', 'd'], 'job', ['e']]);
  t.notOk(queue.batchIsNext);
  t.end();
});

void t.test('however many acts come, the jobs between them come too', (t) => {
  const queue = new WriterQueue<string>({ batch: 1, waiting: 100 });
  queue.pushItem('first');
  queue.pushJob(job);
  const kinds: string[] = [];
  for (let turns = 0; turns < 4; turns++) {
    queue.pushItem('more');
    kinds.push(queue.take()?.kind ?? '');
  }
  t.same(kinds, ['batch', 'job', 'batch', 'batch']);
  t.end();
});

void t.test('jobs count as waiting too', (t) => {
  const queue = new WriterQueue<string>({ batch: 2, waiting: 2 });
  queue.pushJob(job);
  queue.checkRoom();
  queue.pushItem('a');
  t.throws(() => queue.checkRoom(), { code: 'unavailable' });
  t.end();
});
