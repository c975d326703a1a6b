import { DatabaseSync } from 'node:sqlite';
import t from 'tap';
import type { Test } from 'tap';
import type { ItemRow } from '../../src/domain/state.ts';
import { boardSorts } from '../../src/readmodel/board-query.ts';
import { allPages, commit, naive, newModel, newPath, newReader, readersOf } from '../support/boards.ts';
import { plain } from '../support/plain-item.ts';

t.test('a list shows what changed since the last one, also when that is more than is noted', (t) => {
  const path = newPath();
  const model = newModel(path);
  const items = new Map<string, ItemRow>();
  const readers = readersOf(path);
  const put = (row: ItemRow): void => {
    items.set(row.id, row);
    model.state.table('items').put(row);
  };
  const same = (t: Test, what: string): void => {
    for (const filter of [{}, { tag: 'a' }, { q: 'forge' }, { status: 'open', q: 'ledger' }]) {
      for (const sort of boardSorts) {
        const expected = naive(items, filter, sort);
        const all = new Map(readers).set('a new one', newReader(path));
        for (const [way, reader] of all) t.same(allPages(reader, filter, sort, 2), expected, `${what}, ${way}`);
      }
    }
  };
  same(t, 'with nothing');
  model.begin();
  for (const [n, title] of ['forge', 'ledger', 'forge ledger', 'merge'].entries()) {
    put({ ...plain, id: `w-${n}`, title, tags: ['a'], created_at: n });
  }
  commit(model);
  same(t, 'with what came');
  model.begin();
  put({ ...plain, id: 'w-0', title: 'ledger', tags: ['b'], created_at: 0, priority: 4 });
  put({ ...plain, id: 'w-2', title: 'forge ledger', tags: ['a'], created_at: 2, status: 'claimed', updated_at: 9 });
  items.delete('w-1');
  model.state.table('items').delete('w-1');
  commit(model);
  same(t, 'with what changed and went');
  model.begin();
  items.delete('w-3');
  model.state.table('items').delete('w-3');
  put({ ...plain, id: 'w-4', title: 'forge', tags: ['a', 'b'], created_at: 1 });
  put({ ...plain, id: 'w-1', title: 'merge', created_at: 3 });
  commit(model);
  const db = new DatabaseSync(path);
  db.exec('DELETE FROM board_changes WHERE change < (SELECT max(change) FROM board_changes)');
  db.close();
  same(t, 'with changes that are no longer noted');
  t.end();
});

t.test('a word without a letter that the full-text index knows is left out of a search with others', (t) => {
  const path = newPath();
  const model = newModel(path);
  model.begin();
  for (const [n, title] of ['forge', 'ledger'].entries()) {
    model.state.table('items').put({ ...plain, id: `w-${n}`, title });
  }
  commit(model);
  for (const [way, reader] of readersOf(path)) {
    const found = (q: string): string[] => reader.list({ q }).items.map(({ item }) => item.id);
    t.same(found('\u19b0 forge'), ['w-0'], way);
    t.same(found('forge \u19b0 ledger'), [], way);
    t.same(found('\u19b0'), [], way);
  }
  t.end();
});

t.test('no more changes are noted than somebody may be behind by', (t) => {
  const path = newPath();
  const model = newModel(path);
  const db = new DatabaseSync(path);
  t.teardown(() => db.close());
  db.exec(
    'INSERT INTO board_changes WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 25000) SELECT n, 1 FROM n',
  );
  model.begin();
  model.state.table('items').put(plain);
  commit(model);
  t.same(
    { ...db.prepare('SELECT count(*) AS count, max(change) AS last FROM board_changes').get() },
    { count: 20_000, last: 25_001 },
  );
  t.end();
});

t.test('a board is taken into memory in parts, with what changes meanwhile', (t) => {
  const path = newPath();
  const model = newModel(path);
  const items = model.state.table('items');
  model.begin();
  for (let n = 0; n < 4_100; n++) items.put({ ...plain, id: `w-${n}` });
  commit(model);
  const reader = newReader(path);
  t.ok(reader.load());
  model.begin();
  items.put({ ...plain, id: 'w-0', status: 'claimed' });
  items.put({ ...plain, id: 'w-4101', status: 'claimed' });
  commit(model);
  while (reader.load());
  t.same(
    reader.list({ status: 'claimed' }).items.map(({ item }) => item.id),
    ['w-0', 'w-4101'],
  );
  t.equal(reader.load(), false);
  t.end();
});
