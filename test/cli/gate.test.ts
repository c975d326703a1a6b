import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { CliNode } from '../support/cli-node.ts';
import { proves, trusted } from '../support/record.ts';

/** Vouch lists in and out, blocks, and the gate asked on the command line. */

t.setTimeout(240_000);
const cli = await CliNode.start(t);
const { node } = cli;
const operator = await cli.user({ WASTELAND_ADMIN_TOKEN: node.admin });
const alice = await node.rig('alice');
const mallory = await node.rig('mallory');
await proves(node, alice, 'github:alice');
await proves(node, mallory, 'github:mallory');
await trusted(node, mallory);
const file = join(t.testdir({}), 'VOUCHED.td');

t.test('a list with a broken line says which, and nothing of it is taken', async (t) => {
  writeFileSync(file, 'alice\n@bob\n-mallory\n- x\n');
  const ended = await operator.run('trust', 'import', file);
  t.match(ended, { code: 2, stderr: /VOUCHED\.td:2: .*without @[^]*VOUCHED\.td:4:/ });
  const refused = await node.post('/v1/admin/vouch-list', node.admin, { list: 'alice\n@bob\n' });
  t.match(refused, { status: 400, body: { code: 'invalid_request', detail: /line 2/ } });
  t.same([node.services.private.listed.size, node.services.private.blocks.size], [0, 0]);
});

t.test('a list makes vouches, memories and blocks, and comes out again', async (t) => {
  writeFileSync(file, '# Who may.\nalice reviews well\ncarol\n-mallory sent slop\n');
  const taken = await operator.json('trust', 'import', file);
  t.match(taken, {
    vouched: [{ account: 'github:alice', rig: { id: alice.id } }],
    listed: ['github:carol'],
    blocked: ['github:mallory'],
  });
  t.match((await node.get('/v1/rigs/alice/vouches')).body.items, [{ giver: { id: node.id } }]);
  t.same((await node.get('/v1/rigs/mallory/vouches')).body.items, [], 'what the node said of who is denounced is gone');
  const again = await operator.json('trust', 'import', file);
  t.same(again, taken);
  t.equal((await node.get('/v1/rigs/alice/vouches')).body.items.length, 1, 'a list taken twice vouches once');

  const { stdout } = await operator.run('trust', 'export');
  t.equal(
    stdout.split('\n').slice(1).join('\n'),
    'github:alice reviews well\ngithub:carol\n-github:mallory sent slop\n',
  );
});

t.test('who proves a listed account later is vouched for', async (t) => {
  const { vouchForListed } = await import('../../src/operations/reputation/vouch-for-listed.ts');
  const carol = await node.rig('carol');
  await proves(node, carol, 'github:carol');
  await vouchForListed(node.services);
  await vouchForListed(node.services);
  t.equal((await node.get('/v1/rigs/carol/vouches')).body.items.length, 1);
});

t.test('the gate says yes and no, by its exit code too', async (t) => {
  const [yes, no, other] = await Promise.all([
    operator.run('gate', 'github:carol'),
    operator.run('gate', 'github:mallory', '--act', 'post'),
    operator.run('gate', 'github:alice', '--number', '1'),
  ]);
  t.match(yes, { code: 0, stdout: /^yes: .*\n {2}vouched: / }, yes.stderr);
  t.match(no, { code: 1, stdout: /^no: mallory@[^]*blocked: this node blocks github:mallory: sent slop/ }, no.stderr);
  t.match(other, { code: 0, stdout: /yes: github:alice/ }, 'the list names the login, whoever has it');
});

t.test('blocks are set, seen and lifted', async (t) => {
  t.match(await operator.json('trust', 'block', 'domain:evil.example', '--reason', 'spam'), {
    target: 'domain:evil.example',
  });
  t.match((await operator.run('trust', 'blocks')).stdout, /domain:evil\.example .*spam/);
  t.equal((await operator.run('trust', 'unblock', 'domain:evil.example')).code, 0);
  t.equal((await operator.run('trust', 'unblock', 'domain:evil.example')).code, 1);
});

t.test('suggestions on the command line', async (t) => {
  const { body } = await node.post('/v1/wanted', alice.token, { title: 'x', type: 'bug' });
  const reviewers = await operator.run('suggest', 'reviewers', body.item.id);
  t.match(reviewers, { code: 0, stdout: /carol@/ }, reviewers.stderr);
  t.match(await operator.json('suggest', 'claimers', body.item.id, '--limit', '3'), { items: [] });
});
