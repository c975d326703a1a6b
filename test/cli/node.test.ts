import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { CliNode } from '../support/cli-node.ts';

/** Commands that ask a node about its tokens and logs. */

t.setTimeout(180_000);
const cli = await CliNode.start(t);
const { node } = cli;
const rig = await node.rig('poster');
const user = await cli.user({ WASTELAND_TOKEN: rig.token });

t.test('tokens are made, listed and ended', async (test) => {
  const made = await user.json(
    'token',
    'new',
    '--scope',
    'work',
    '--scope',
    'post',
    '--name',
    'ci',
    '--expires-in',
    '2h',
  );
  test.match(made, { rig: rig.id, scopes: ['work', 'post'], name: 'ci' });
  const left = Date.parse(made.expires_at) - Date.now();
  test.ok(left > 7_000_000 && left <= 7_200_000, `${left} ms`);
  test.match(await user.run('token', 'list'), {
    code: 0,
    stdout: /^ID +NAME[^]*good \(this one\)\n\S+ +ci +work post +\S+ +until /,
  });
  const narrow = user.with({ WASTELAND_TOKEN: made.token });
  const [posted, more] = await Promise.all([
    narrow.run('post', 'x', '--type', 'bug'),
    narrow.run('token', 'new', '--scope', 'stamp'),
  ]);
  test.equal(posted.code, 0, posted.stderr);
  test.match(more, { code: 1, stderr: /forbidden/ });
  test.match(await user.run('token', 'revoke', made.id), { code: 0, stdout: `ended ${made.id}\n` });
  test.match(await narrow.run('post', 'x', '--type', 'bug'), { code: 1, stderr: /unauthorized/ });
});

t.test('the operator makes a token for a rig that has lost its own', async (test) => {
  const operator = await cli.user({ WASTELAND_ADMIN_TOKEN: node.admin });
  const made = await operator.json('token', 'new', '--rig', 'poster');
  test.match(made, { rig: rig.id, scopes: ['work', 'post', 'stamp', 'account'] });
  test.equal((await node.get('/v1/tokens', { token: made.token })).status, 200);
  const [list, unknown, none] = await Promise.all([
    operator.json('token', 'list', '--rig', 'poster'),
    operator.run('token', 'list', '--rig', 'nobody'),
    operator.run('token', 'list'),
  ]);
  test.ok(list.items.some(({ id }: { id: string }) => id === made.id));
  test.equal(unknown.code, 1);
  test.equal(none.code, 2, 'of whom?');
});

t.test('logs, their entries, and the proof of one', async (test) => {
  const reader = await cli.user();
  const [logs, entries, newest, wrong] = await Promise.all([
    reader.run('log'),
    reader.run('log', node.id.slice(0, 10), '--limit', '2'),
    reader.json('log', node.id, '--sort', '-seq', '--limit', '1'),
    reader.run('log', '--proof', '1'),
  ]);
  test.match(logs, { code: 0, stdout: new RegExp(`^ORIGIN[^]*${node.id} +\\d+ +[0-9a-f]{16}`) });
  test.match(entries.stdout, /^SEQ[^]*1 +\S+ +identity[^]*2 +\S+ +identity +poster@[^]*more: --cursor /);
  const [{ seq }] = newest.items;
  test.equal(wrong.code, 2);
  const proof = await reader.run('log', node.id, '--proof', String(seq - 1));
  test.match(proof, { code: 0, stdout: /^entry \d+ [0-9a-f]{64}\nholds .*\nholds .*\nroot / }, proof.stderr);
});

t.test('a proof that does not hold ends with another code', async (test) => {
  const liar = createServer((request, response) => {
    void node.get(request.url ?? '').then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body.proof === undefined ? body : { ...body, hash: '0'.repeat(64) }));
    });
  });
  await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
  test.teardown(() => new Promise((resolve) => liar.close(resolve)));
  const { port } = liar.address() as AddressInfo;
  const lied = await (await cli.user()).run('log', node.id, '--proof', '2', '--url', `http://127.0.0.1:${port}`);
  test.match(lied, { code: 4, stdout: /WRONG .*\nholds / }, lied.stderr);
});
