import t from 'tap';
import { CliNode } from '../support/cli-node.ts';
import { earned } from '../support/record.ts';

/** Roots, the node's own vouches, and what reputation looks like in a terminal. */

t.setTimeout(180_000);
const cli = await CliNode.start(t);
const { node } = cli;
const operator = await cli.user({ WASTELAND_ADMIN_TOKEN: node.admin });
const [poster, judge, worker] = [await node.rig('poster'), await node.rig('judge'), await node.rig('worker')];
await earned(node, poster, worker, [judge], { score: 4.5, members: { skills: ['review'] } });

async function said(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await operator.run(...words);
  if (code !== 0) throw new Error(`${words.join(' ')}: ${stderr}`);
  return stdout;
}

t.test('the operator names roots and takes them away', async (t) => {
  t.match(await said('trust', 'add', 'judge', '--note', 'years of it'), /^trust starts at judge@/);
  t.match(await said('trust', 'list'), /ROOT[^]*judge@.* years of it/);
  t.match(await said('trust', 'remove', 'judge'), /no longer/);
  t.notMatch(await said('trust', 'list'), /judge@/);
});

t.test('bars, the explanation and the first of all, before a vouch of the node and after', async (t) => {
  t.match(await said('reputation', 'worker'), /quality +\.{30} +nothing of weight/);
  t.match(await said('reputation', '--top'), /nothing of weight/);
  t.match(await said('vouch', 'judge', '--as-node'), /^the node vouched/);
  t.match(await said('reputation', 'judge'), /^judge@\S+: its own judgement weighs 1\.00/);
  const bars = await said('reputation', 'worker');
  t.match(bars, /quality +#+\++\.+ +0\.\d\d +0\.\d\d +0\.\d\d/);
  t.match(bars, /in review +0 +1 [^]*from 1 stamp that name/);
  const explained = await said('reputation', 'worker', '--explain');
  t.match(
    explained,
    /s-\w{10} by judge@\S+ \(\S+ > judge@\S+\)\n +quality \+0\.\d{3}: 1\.00 weight x 1 confidence x 1 /,
  );
  t.match(explained, /What would raise it:\n[^]*one more validator/);
  t.match(await said('reputation', '--top', '--skill', 'review'), /^quality in review, as of [^]*1 +worker@/);
  t.match(JSON.parse(await said('reputation', '--top', '--json')), { items: [{ rank: 1, rig: { id: worker.id } }] });
  t.match(await said('vouch', 'judge', '--as-node', '--withdraw'), /^the node no longer vouches/);
  t.match(await said('reputation', 'worker'), /quality +\.{30} +nothing of weight/);
});

t.test('a new key for the node itself, and what is left to do', async (t) => {
  t.match(await operator.run('key', 'rotate', '--leaked'), { code: 2, stderr: /--leaked goes with --as-node/ });
  t.match(await operator.run('key', 'rotate', '--as-node', '--key', 'x'), { code: 2, stderr: /give no --key/ });
  const renewed = await said('key', 'rotate', '--as-node');
  t.match(renewed, /^the node's key is [\w-]{43} now, by entry \d+ of its log\ntokens ended: 0\nto do: back/);
  const { token } = await node.rig('late');
  t.match(await said('key', 'rotate', '--as-node', '--leaked'), /tokens ended: 1\nto do: [^]*to do: ask the operators/);
  t.match(await node.get('/v1/tokens', { token }), { status: 401 });
  t.match(await node.get('/v1/tokens', { token: worker.token }), { status: 200 }, 'of the key before');
});
