import t from 'tap';
import type { EntryRow, IdentityRow } from '../../src/domain/state.ts';
import type { ReadModel } from '../../src/readmodel/open.ts';
import { newModel } from '../support/boards.ts';

const rig: IdentityRow = {
  id: 'a',
  row_name: 'one-a',
  handle: 'one',
  name: null,
  kind: 'agent',
  status: 'active',
  home: 'n',
  owner: null,
  tip: 't',
  seq: 0,
  keys: [],
  custody: {},
  also_known_as: [],
  reach: {},
};

type Turn = (work: () => void, end?: 'commit' | 'rollback') => void;

function turnsOf(model: ReadModel): Turn {
  return (work, end = 'commit') => {
    model.begin();
    work();
    model[end]();
  };
}

t.test('a row that is at hand goes with the write that is taken back', (t) => {
  const model = newModel();
  const logs = model.state.table('logs');
  const log = { origin: 'a', seq: 1, root: 'r', logged_at: 1, checkpoint: 'c' };
  const turn = turnsOf(model);
  turn(() => logs.put(log));
  turn(() => {
    const fails = (): void => {
      logs.put({ ...log, seq: 2 });
      throw new Error('refused');
    };
    t.throws(() => model.savepoint(fails), { message: 'refused' });
    t.same(logs.get('a'), log, 'by a savepoint');
  });
  turn(() => logs.put({ ...log, seq: 3 }), 'rollback');
  t.same(logs.get('a'), log, 'with its transaction');
  turn(() => logs.put({ ...log, seq: 4 }));
  t.equal(logs.get('a')?.seq, 4);
  turn(() => logs.delete('a'));
  t.equal(logs.get('a'), undefined, 'one that is deleted');
  turn(() => logs.put(log));
  turn(() => model.clear());
  t.equal(logs.get('a'), undefined, 'with everything');
  t.end();
});

t.test('who somebody is stays at hand for readers until that is committed otherwise', (t) => {
  const model = newModel();
  const identities = model.state.table('identities');
  const handle = (): string | undefined => model.reader.rigs.rig(rig.id)?.handle;
  const turn = turnsOf(model);
  t.equal(handle(), undefined, 'before it is there');
  turn(() => identities.put(rig));
  t.equal(handle(), 'one');
  turn(() => {
    identities.put({ ...rig, handle: 'two' });
    t.equal(handle(), 'one', 'while it is not committed');
  });
  t.equal(handle(), 'two');
  turn(() => identities.put({ ...rig, handle: 'three' }), 'rollback');
  t.equal(handle(), 'two', 'when it is taken back');
  const still = model.still();
  turn(() => identities.put({ ...rig, handle: 'four' }));
  t.equal(still.rigs.rig(rig.id)?.handle, 'two', 'for whoever sees the read model as it was');
  still.close();
  turn(() => identities.delete(rig.id));
  t.equal(handle(), undefined, 'when it is gone');
  turn(() => identities.put(rig));
  t.equal(handle(), 'one');
  turn(() => model.clear());
  t.equal(handle(), undefined, 'with everything');
  t.end();
});

t.test('what a transaction wrote that was taken back is told to nobody', (t) => {
  const model = newModel();
  const turn = turnsOf(model);
  const vouch = { id: 'v-1', giver: 'a', subject: 'b', note: null, created_at: 1, withdrawn: false };
  const entry: EntryRow = {
    origin: 'n',
    seq: 1,
    logged_at: 1,
    hash: 'h',
    code: 'ok',
    type: null,
    author: null,
    kid: null,
    iat: null,
    made: null,
    target: null,
    subject: null,
    item: null,
    body: null,
  };
  const told: unknown[] = [];
  model.onTouched(({ all, vouches }) => told.push([all, ...vouches.keys()]));
  model.onWritten((written) => told.push(written));
  turn(() => {
    model.state.table('vouches').put(vouch);
    model.state.table('entries').put(entry);
  }, 'rollback');
  turn(() => model.clear(), 'rollback');
  turn(() => undefined);
  t.same(told, []);
  turn(() => {
    model.state.table('vouches').put({ ...vouch, id: 'v-2' });
    model.state.table('entries').put({ ...entry, seq: 2 });
  });
  t.same(told, [[false, 'v-2'], [{ origin: 'n', seq: 2 }]]);
  t.end();
});
