import t from 'tap';
import { CliNode } from '../support/cli-node.ts';

/** What people change and take back, with a token and with a key of their own, at a real node. */

t.setTimeout(180_000);
const cli = await CliNode.start(t);
const { node } = cli;
const poster = await node.rig('poster');
const owner = await cli.user({ WASTELAND_TOKEN: poster.token });
const other = await cli.user();
await other.json('key', 'new');
const { rig: own } = await other.json('rig', 'register', 'other');

/** An item that somebody has handed work in for, and who that was. */
async function handedIn(handle: string): Promise<{ item: string; completion: string }> {
  const [asker, worker] = [await node.rig(`asker-of-${handle}`), await node.rig(handle)];
  const { item } = (await node.post('/v1/wanted', asker.token, { title: 'x', type: 'bug' })).body;
  await node.post(`/v1/wanted/${item.id}/claim`, worker.token, {});
  const submitted = await node.post(`/v1/wanted/${item.id}/submit`, worker.token, { evidence: [{ url: 'u' }] });
  return { item: item.id, completion: submitted.body.completion };
}

t.test('an item is changed with a key, and with a token', async (test) => {
  const posted = await other.json('post', 'Old title', '--type', 'bug', '--tag', 'a', '--project', 'p');
  const id: string = posted.results[0].item.id;
  const { item: first } = (await node.post('/v1/wanted', poster.token, { title: 'x', type: 'bug' })).body;
  const changes = ['--title', 'New title', '--priority', '0', '--depends-on', first.id.slice(0, 12)];
  const [ended, byToken] = await Promise.all([
    other.run('edit', id.slice(0, 12), ...changes, '--clear', 'tags', '--clear', 'project'),
    owner.run('edit', first.id, '--effort', 'epic'),
  ]);
  test.match(ended, { code: 0, stdout: /changed .* "New title", now open/ }, ended.stderr);
  const { item } = (await node.get(`/v1/wanted/${id}`)).body;
  test.match(item, { title: 'New title', priority: 0, tags: [], depends_on: [first.id], posted_by: { id: own.id } });
  test.equal(item.project, undefined);
  test.equal(byToken.code, 0, byToken.stderr);
  test.equal((await node.get(`/v1/wanted/${first.id}`)).body.item.effort, 'epic');
});

t.test('a stamp is taken back, with a reason', async (test) => {
  const { completion } = await handedIn('stamped');
  const dimensions = { quality: { score: 4, confidence: 0.5 } };
  const { stamp } = (await node.post('/v1/stamps', poster.token, { completion, dimensions })).body;
  const revoked = await owner.run('stamp', '--revoke', stamp.id.slice(0, 12), '--reason', 'a slip');
  test.match(revoked, { code: 0, stdout: /^revoked/ }, revoked.stderr);
  test.match((await node.get(`/v1/stamps/${stamp.id}`)).body, { revoked: true });

  const { item } = await handedIn('stamped-too');
  await other.json('stamp', item, '--quality', '4:0.5');
  const [mine] = (await node.get('/v1/rigs/stamped-too/stamps')).body.items;
  test.equal((await other.run('stamp', '--revoke', mine.id.slice(2, 12), '--reason', 'a slip')).code, 0);
  test.match((await node.get(`/v1/stamps/${mine.id}`)).body, { revoked: true });
});

t.test('a vouch is given and taken back, and so is a comment', async (test) => {
  const { item } = await handedIn('helper');
  test.match(await other.run('vouch', 'helper', '--note', 'sharp'), { code: 0, stdout: /^vouched/ });
  test.match((await node.get('/v1/rigs/helper/vouches')).body.items, [{ note: 'sharp', giver: { id: own.id } }]);
  test.match(await other.run('vouch', 'helper', '--withdraw'), { code: 0, stdout: /^no longer vouching/ });
  test.same((await node.get('/v1/rigs/helper/vouches?limit=9')).body.items, []);
  await node.post('/v1/vouches', poster.token, { subject: 'helper' });
  const [byToken, none] = await Promise.all([
    owner.run('vouch', 'helper', '--withdraw'),
    other.run('vouch', 'helper', '--withdraw'),
  ]);
  test.equal(byToken.code, 0, byToken.stderr);
  test.match(none, { code: 1, stderr: /not_found/ });

  await other.json('comment', item, 'How?');
  const [comment] = (await node.get(`/v1/comments?about=${item}`)).body.items;
  test.equal((await other.run('comment', '--withdraw', comment.id.slice(0, 12))).code, 0);
  test.same((await node.get(`/v1/comments?about=${item}&limit=9`)).body.items, []);
});

t.test('reputation shows how a rig stands, and the plain evidence', async (test) => {
  const [ended, unknown] = await Promise.all([
    other.run('reputation', 'poster'),
    other.run('reputation', 'nobody', '--json'),
  ]);
  test.match(ended, { code: 0, stdout: /^poster@[^]*quality +\.+[^]*EVIDENCE +STAMPS +MEAN[^]*quality +0 +-/ });
  test.match(unknown, { code: 1 });
  test.match(JSON.parse(unknown.stdout), { code: 'not_found' });
});

t.test('what can not be meant is said before anybody is asked', async (test) => {
  const nowhere = other.with({ WASTELAND_URL: 'http://127.0.0.1:1' });
  const wrong = [
    ['edit', 'w-123456'],
    ['edit', 'w-123456', '--clear', 'title'],
    ['stamp', '--revoke', 's-123456'],
    ['stamp', 'w-123456', '--revoke', 's-123456', '--reason', 'x'],
    ['vouch', 'helper', '--withdraw', '--note', 'x'],
    ['comment', 'w-123456'],
    ['reputation'],
    ['reputation', 'helper', '--top'],
    ['reputation', 'helper', '--skill', 'review'],
    ['vouch', 'helper', '--as-node', '--key', 'mine'],
    ['vouch', 'helper', '--admin-token', 'x'],
  ];
  const ended = await Promise.all(wrong.map((args) => nowhere.run(...args)));
  wrong.forEach((args, index) => test.equal(ended[index]?.code, 2, args.join(' ')));
});
