import t from 'tap';
import { SliceSize, slicesOf } from '../../src/ledger/slices.ts';
import type { LogEntry } from '../../src/wire/checkpoint.ts';

t.test('a slice has as many entries as the turns before it show to fit', (t) => {
  const size = new SliceSize();
  t.equal(size.limit(false), 100, 'few, before anything is known');
  t.ok(size.limit(true) < 100, 'fewer while acts come');
  size.took(20, 100, false);
  t.equal(size.limit(false), 300, '5 in a millisecond, 60 ms');
  t.equal(size.limit(true), 80, '5 in a millisecond, 16 ms');
  size.took(120, 300, false);
  t.equal(size.limit(false), 150, 'a turn that was too long makes the next one shorter');
  t.end();
});

t.test('the last few of a landing say nothing, unless they took too long', (t) => {
  const size = new SliceSize();
  size.took(20, 100, false);
  size.took(15, 3, false);
  t.equal(size.limit(false), 300);
  size.took(100, 40, false);
  t.equal(size.limit(false), 24);
  t.end();
});

t.test('one turn never changes it beyond measure', (t) => {
  const size = new SliceSize();
  size.took(0, 2_000, false);
  t.equal(size.limit(false), 400, 'four times as many as before');
  for (let turn = 0; turn < 5; turn += 1) size.took(1, 2_000, false);
  t.equal(size.limit(false), 2_000, 'never more than these');
  size.took(5_000, 1, false);
  t.equal(size.limit(false), 20, 'never fewer than these');
  size.took(5, 20, false);
  t.equal(size.limit(false), 80, 'from which it finds back');
  t.end();
});

t.test('short logs come together, long ones in parts', async (t) => {
  const entriesOf = (count: number, characters = 10): LogEntry[] =>
    Array.from({ length: count }, (_, index) => ({ seq: index + 1, logged_at: 0, jws: 'x'.repeat(characters) }));
  const logs = [
    { name: 'a', entries: [entriesOf(2)] },
    { name: 'b', entries: [entriesOf(5)] },
    { name: 'c', entries: [entriesOf(2, 1_200_000)] },
  ];
  const cut: string[] = [];
  for await (const slices of slicesOf(logs, () => 4)) {
    cut.push(slices.map(({ log, entries }) => `${log.name} ${entries.map(({ seq }) => seq).join('')}`).join(', '));
  }
  t.strictSame(cut, ['a 12, b 12', 'b 345, c 1', 'c 2']);
});
