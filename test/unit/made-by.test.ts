import t from 'tap';
import { newModel } from '../support/boards.ts';
import { land } from '../support/projection.ts';
import { handedIn, post, stamp } from '../support/work.ts';
import { World } from '../support/world.ts';

/** What has no index of its own in the read model. */

const world = new World('made');
const node = world.node('board');
const [alice, bob] = [world.member('alice', node), world.member('bob', node)];
const posted = post(node.log, alice);
const { item, completion } = handedIn(node.log, alice, bob);
const given = stamp(node.log, alice, completion, bob);
const question = node.log.act(bob, 'comment.posted', { about: item.id, text: 'How?' });
const model = newModel();
model.begin();
for (const entry of world.entries()[node.log.origin] ?? []) land(model.state, node.log.origin, entry);
model.commit();
const { items, state } = model.reader;

t.test('the entry that made something is found by the id of what it made, and by nothing like it', (t) => {
  const madeBy = (id: string): number[] =>
    state
      .table('entries')
      .list('made', id)
      .map(({ seq }) => seq);
  for (const { id, seq } of [posted, item, completion, given, question]) t.same(madeBy(id), [seq]);
  for (const id of [item.id.slice(0, -1), `${item.id}0`, 'w-', '']) t.same(madeBy(id), [], id);
  t.end();
});

t.test('the last act on an item is its posting, where nothing else came', (t) => {
  t.equal(items.lastAct(posted.id), posted.seq);
  t.ok(items.lastAct(item.id) > item.seq);
  t.equal(items.lastAct(`w-${'0'.repeat(40)}`), 0);
  t.end();
});
