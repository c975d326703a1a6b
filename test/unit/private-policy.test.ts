import { join } from 'node:path';
import t from 'tap';
import { openPrivate } from '../../src/private/open.ts';

const secret = 'a secret of thirty-two characters';

t.test('blocks and listed accounts outlast a restart, one of each target', async (t) => {
  const path = join(t.testdir({}), 'node.sqlite');
  let now = 1000;
  const first = openPrivate(path, { secret, now: () => now });
  t.equal(first.blocks.add('github:mallory', 'sent slop'), true);
  now = 2000;
  t.equal(first.blocks.add('github:mallory', 'sent more'), false);
  first.blocks.add('domain:evil.example');
  t.equal(first.blocks.remove('domain:evil.example'), true);
  t.equal(first.blocks.remove('domain:evil.example'), false);
  first.listed.add('github:alice', 'reviews well');
  first.listed.add('github:bob');
  first.listed.remove('github:bob');
  t.equal(first.blocks.changes, 5);
  first.close();

  const again = openPrivate(path, { secret });
  t.teardown(() => again.close());
  t.same(again.blocks.list(), [{ target: 'github:mallory', reason: 'sent more', added_at: 1000 }]);
  t.same(again.listed.list(), [{ account: 'github:alice', note: 'reviews well', listed_at: 2000 }]);
  t.equal(again.listed.get('github:bob'), undefined);
});

t.test('a tier’s history goes both ways, in pages', async (t) => {
  let now = 0;
  const store = openPrivate(':memory:', { secret, now: () => (now += 1000) });
  t.teardown(() => store.close());
  store.tiers.add('a', 2, ['three stamps']);
  store.tiers.add('b', 2, []);
  store.tiers.add('a', 1, ['2 more stamps']);
  t.match(store.tiers.latest('a'), { level: 1, reasons: ['2 more stamps'], at: 3000 });
  t.equal(store.tiers.latest('c'), undefined);
  t.same(
    store.tiers.list('a', 10, { rising: true }).map(({ level }) => level),
    [2, 1],
  );
  const [newest] = store.tiers.list('a', 1);
  t.match(store.tiers.list('a', 1, { after: newest?.id ?? 0 }), [{ level: 2 }]);
  t.same(store.tiers.rigs('', 10), ['a', 'b']);
  t.same(store.tiers.rigs('a', 10), ['b']);
});
