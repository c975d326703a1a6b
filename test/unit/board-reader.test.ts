import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import t from 'tap';
import type { ItemRow } from '../../src/domain/state.ts';
import { itemStatuses } from '../../src/domain/state.ts';
import { itemTypes } from '../../src/wire/words.ts';
import type { BoardFilter, BoardSort } from '../../src/readmodel/board-query.ts';
import { boardSorts } from '../../src/readmodel/board-query.ts';
import { allPages, commit, naive, newModel, newPath, readersOf } from '../support/boards.ts';
import { plain } from '../support/plain-item.ts';

const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);
t.comment(`seed ${seed}`);

const words = ['forge', 'Ledger', 'café', 'naïve-merge', '"quoted"', '漢字'];
const id = fc.integer({ min: 0, max: 15 }).map((n) => `w-${n.toString(16)}`);
const few = (...values: string[]) => fc.constantFrom(...values);
const text = fc.array(few(...words), { minLength: 1, maxLength: 3 }).map((list) => list.join(' '));

const item: fc.Arbitrary<ItemRow> = fc.record(
  {
    ...(Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, fc.constant(value)])) as {
      [Name in keyof ItemRow]: fc.Arbitrary<ItemRow[Name]>;
    }),
    id,
    status: fc.constantFrom(...itemStatuses),
    home: few('home-1', 'home-2'),
    posted_by: few('rig-1', 'rig-2'),
    claimed_by: fc.option(few('rig-1', 'rig-3')),
    title: text,
    description: fc.option(text),
    project: fc.option(few('node', 'web')),
    type: fc.constantFrom(...itemTypes),
    priority: fc.integer({ min: 0, max: 4 }),
    tags: fc.array(few('a', 'b', 'c d'), { maxLength: 3 }),
    skills: fc.array(few('go', 'sql'), { maxLength: 2 }),
    parent: fc.option(id),
    depends_on: fc.array(id, { maxLength: 3 }),
    created_at: fc.integer({ min: 1, max: 6 }),
    updated_at: fc.integer({ min: 1, max: 6 }),
  },
  { noNullPrototype: true },
);

const filters = {
  status: fc.constantFrom(...itemStatuses),
  ready: fc.boolean(),
  type: fc.constantFrom(...itemTypes),
  project: few('node', 'web', 'nothing'),
  tag: few('a', 'b', 'c d', 'nothing'),
  skill: few('go', 'sql'),
  q: few('forge', 'ledger', 'cafe', 'merge', 'naïve-merge', 'forge ledger', 'quoted', '漢字', '""', 'OR', 'forge*'),
  posted_by: few('rig-1', 'rig-2'),
  claimed_by: few('rig-1', 'rig-3'),
  home: few('home-1', 'home-2'),
  parent: id,
};

/** Few at once: many leave nothing. */
const filter = fc
  .tuple(fc.record(filters), fc.subarray(Object.keys(filters), { maxLength: 3 }))
  .map(([all, keys]): BoardFilter => Object.fromEntries(Object.entries(all).filter(([key]) => keys.includes(key))));

t.test('every filter and order shows what a naive filter shows, page by page, whichever way it is looked for', (t) => {
  const path = newPath();
  const model = newModel(path);
  const readers = readersOf(path);
  const change = fc.oneof({ weight: 5, arbitrary: item }, { weight: 1, arbitrary: id });
  const question = fc.tuple(filter, fc.constantFrom(...boardSorts), fc.integer({ min: 1, max: 7 }));
  const questions = fc.array(question, { minLength: 12, maxLength: 12 });
  const rounds = fc.array(fc.array(change, { maxLength: 15 }), { maxLength: 4 });
  const check = fc.property(rounds, questions, (rounds, asked) => {
    const items = new Map<string, ItemRow>();
    model.begin();
    model.clear();
    model.commit();
    for (const changes of rounds) {
      model.begin();
      for (const changed of changes) {
        if (typeof changed === 'string') {
          items.delete(changed);
          model.state.table('items').delete(changed);
        } else {
          items.set(changed.id, changed);
          model.state.table('items').put(changed);
        }
      }
      commit(model);
    }
    for (const [filter, sort, limit] of [[{}, 'priority', 3] as [BoardFilter, BoardSort, number], ...asked]) {
      const expected = naive(items, filter, sort);
      for (const [way, reader] of readers) {
        assert.deepEqual(allPages(reader, filter, sort, limit), expected, `${JSON.stringify({ filter, sort })} ${way}`);
      }
    }
  });
  fc.assert(check, { seed, numRuns: 60 });
  t.end();
});

t.test('many items: the same is shown whether sets of them are many or few', (t) => {
  const path = newPath();
  const model = newModel(path);
  const readers = readersOf(path);
  const items = new Map<string, ItemRow>();
  model.begin();
  for (let n = 0; n < 4500; n += 1) {
    const row: ItemRow = {
      ...plain,
      id: `w-${n.toString(16).padStart(4, '0')}`,
      status: n % 3 === 0 ? 'claimed' : 'open',
      tags: n % 100 === 0 ? ['rare', 'common'] : ['common'],
      priority: (n * 7) % 5,
      created_at: n % 50,
      title: n % 1000 === 1 ? 'forge' : 'ledger',
    };
    items.set(row.id, row);
    model.state.table('items').put(row);
  }
  commit(model);
  const filters = [
    { tag: 'common' },
    { tag: 'rare' },
    { tag: 'common', status: 'claimed' },
    { q: 'forge' },
    { ready: true },
  ];
  for (const filter of filters) {
    for (const sort of boardSorts) {
      const expected = naive(items, filter, sort);
      for (const [way, reader] of readers) {
        assert.deepEqual(allPages(reader, filter, sort, 200), expected, `${JSON.stringify({ filter, sort })} ${way}`);
      }
    }
  }
  t.end();
});

t.test('a cursor of another list, or of nobody, is refused', (t) => {
  const model = newModel();
  model.begin();
  for (const id of ['w-1', 'w-2', 'w-3']) model.state.table('items').put({ ...plain, id });
  commit(model);
  const cursor = model.reader.board.list({}, { limit: 1 }).next_cursor as string;
  t.equal(model.reader.board.list({}, { limit: 1, cursor }).items[0]?.item.id, 'w-2');
  for (const bad of ['', 'x', `${cursor}x`, Buffer.from('["priority",1,null,"x"]').toString('base64url')]) {
    t.throws(() => model.reader.board.list({}, { cursor: bad }), { code: 'invalid_request' }, bad);
  }
  t.throws(() => model.reader.board.list({}, { sort: '-created', cursor }), { code: 'invalid_request' });
  t.end();
});

t.test('an item is ready once all that it depends on is completed, also when that comes later or is itself', (t) => {
  const model = newModel();
  const items = model.state.table('items');
  items.put({ ...plain, id: 'w-1', depends_on: ['w-2', 'w-3', 'w-3'] });
  items.put({ ...plain, id: 'w-2', status: 'completed' });
  t.equal(model.reader.board.ready(items.get('w-1') ?? plain), false);
  items.put({ ...plain, id: 'w-3', status: 'completed' });
  t.equal(model.reader.board.ready(items.get('w-1') ?? plain), true);
  items.put({ ...plain, id: 'w-3', status: 'withdrawn' });
  t.equal(model.reader.board.ready(items.get('w-1') ?? plain), false);
  items.put({ ...plain, id: 'w-1', depends_on: ['w-1'] });
  t.equal(model.reader.board.ready(items.get('w-1') ?? plain), false);
  items.put({ ...plain, id: 'w-1' });
  t.equal(model.reader.board.ready(items.get('w-1') ?? plain), true);
  t.end();
});

t.test('an item in the place of one that went, completed too, is another for those that depend on either', (t) => {
  const model = newModel();
  const items = model.state.table('items');
  const change = (work: () => void): void => {
    model.begin();
    work();
    commit(model);
  };
  change(() => {
    items.put({ ...plain, id: 'w-1', depends_on: ['w-3'] });
    items.put({ ...plain, id: 'w-2', depends_on: ['w-4'] });
    items.put({ ...plain, id: 'w-3', status: 'completed' });
  });
  const ready = (): string[] => model.reader.board.list({ ready: true }).items.map(({ item }) => item.id);
  t.same(ready(), ['w-1']);
  change(() => {
    items.delete('w-3');
    items.put({ ...plain, id: 'w-4', status: 'completed' });
  });
  t.same(ready(), ['w-2']);
  t.end();
});

t.test('a landing brings the board as near as a reader should wait for, however much it brings', (t) => {
  const path = newPath();
  const model = newModel(path);
  const items = model.state.table('items');
  model.begin();
  for (let n = 0; n < 2_700; n++) items.put({ ...plain, id: `w-${n}` });
  while (model.board.keepNear());
  model.commit();
  const database = new DatabaseSync(path, { readOnly: true });
  t.teardown(() => database.close());
  const behind = Number(database.prepare('SELECT count(*) AS count FROM board_behind').get()?.['count']);
  t.ok(behind > 0 && behind < 2_000, `${behind} items behind`);
  t.end();
});
