import t from 'tap';
import { newModel } from '../support/boards.ts';

t.test('a row that is at hand goes with the write that is taken back', (t) => {
  const model = newModel();
  const logs = model.state.table('logs');
  const log = { origin: 'a', seq: 1, root: 'r', logged_at: 1, checkpoint: 'c' };
  const turn = (work: () => void, end: 'commit' | 'rollback' = 'commit'): void => {
    model.begin();
    work();
    model[end]();
  };
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
