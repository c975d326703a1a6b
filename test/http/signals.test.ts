import t from 'tap';
import { CliNode } from '../support/cli-node.ts';

/** What is seen in who stamps whom, at the doors: around one rig for everybody, all together for the operator. */

t.setTimeout(180_000);
const cli = await CliNode.start(t);
const { node } = cli;
const poster = await node.rig('poster');
const names = ['ann', 'ben', 'cat'];
const rigs = new Map(await Promise.all(names.map(async (name) => [name, await node.rig(name)] as const)));

/** Someone hands in work, and another stamps it. */
async function stamped(author: string, worker: string): Promise<string> {
  const { body } = await node.post('/v1/wanted', poster.token, { title: `for ${worker}`, type: 'bug' });
  const item: string = body.item.id;
  await node.post(`/v1/wanted/${item}/claim`, rigs.get(worker)?.token, {});
  const submitted = await node.post(`/v1/wanted/${item}/submit`, rigs.get(worker)?.token, { evidence: [{ url: 'u' }] });
  const dimensions = { quality: { score: 5, confidence: 1 } };
  const answer = await node.post('/v1/stamps', rigs.get(author)?.token, {
    completion: submitted.body.completion,
    dimensions,
  });
  return answer.body.stamp.id;
}

t.test('a rig without stamps shows nothing, and nobody shows one that isn’t there', async (test) => {
  test.match(await node.get('/v1/rigs/poster/signals'), {
    status: 200,
    body: { rig: { handle: 'poster' }, signals: [] },
  });
  test.match(await node.get('/v1/rigs/nobody/signals'), { status: 404, body: { code: 'not_found' } });
});

t.test('two who stamp each other', async (test) => {
  const ids = [await stamped('ann', 'ben'), await stamped('ben', 'ann')];
  const { status, body } = await node.get('/v1/rigs/ann/signals');
  test.equal(status, 200);
  test.match(body.signals, [{ kind: 'reciprocity', size: 2, stamps: { count: 2, ids } }]);
  test.strictSame(body.signals[0].rigs.map((rig: { handle: string }) => rig.handle).sort(), ['ann', 'ben']);
  test.equal(body.audited_at, undefined);
});

t.test('the audit is the operator’s', async (test) => {
  test.match(await node.get('/v1/admin/audit'), { status: 401, body: { code: 'unauthorized' } });
  test.match(await node.get('/v1/admin/audit', { token: poster.token }), { status: 403, body: { code: 'forbidden' } });
});

t.test('a ring is found by the audit, and shown with each of its rigs from then on', async (test) => {
  for (const _ of [1, 2]) {
    await stamped('ann', 'ben');
    await stamped('ben', 'cat');
    await stamped('cat', 'ann');
  }
  const before = await node.get('/v1/rigs/cat/signals');
  test.notOk(before.body.signals.some((signal: { kind: string }) => signal.kind === 'ring'));
  const admin = { token: node.admin };
  const [one, other] = await Promise.all([node.get('/v1/admin/audit', admin), node.get('/v1/admin/audit', admin)]);
  test.strictSame(one.body, other.body);
  test.match(one, { status: 200, body: { stamps: 8, groups: 3, counts: { ring: 1, reciprocity: 1, burst: 0 } } });
  const [ring] = one.body.signals.filter((signal: { kind: string }) => signal.kind === 'ring');
  test.match(ring, { size: 3, stamps: { count: 8, of: 8 } });
  for (const name of names) {
    const { body } = await node.get(`/v1/rigs/${name}/signals`);
    test.equal(body.audited_at, one.body.audited_at);
    test.strictSame(
      body.signals.filter((signal: { kind: string }) => signal.kind === 'ring'),
      [ring],
      name,
    );
  }
  await stamped('ann', 'ben');
  test.match((await node.get('/v1/admin/audit', admin)).body, { stamps: 9 }, 'made anew once there is more');
});

t.test('a stamp that was taken back shows nothing', async (test) => {
  const id = await stamped('cat', 'ben');
  const kinds = async (): Promise<string[]> =>
    (await node.get('/v1/rigs/ben/signals')).body.signals.map((signal: { kind: string }) => signal.kind);
  test.strictSame((await kinds()).filter((kind) => kind === 'reciprocity').length, 2);
  await node.post(`/v1/stamps/${id}/revoke`, rigs.get('cat')?.token, { reason: 'by mistake' });
  test.strictSame((await kinds()).filter((kind) => kind === 'reciprocity').length, 1);
});

t.test('on the command line: a table for people, the exact answer for programs', async (test) => {
  const operator = await cli.user({ WASTELAND_ADMIN_TOKEN: node.admin });
  const shown = await operator.run('trust', 'audit');
  test.match(shown, {
    code: 0,
    stdout: /^\d+ stamps among 3 owners\n[^]*\nring +\S+, \S+, \S+ +3 rigs: [^]*\n {2}ring: In a /,
  });
  const { audited_at: _, ...exact } = await operator.json('trust', 'audit');
  const { audited_at: __, ...answer } = (await node.get('/v1/admin/audit', { token: node.admin })).body;
  test.strictSame(exact, answer);
  const stranger = await cli.user({ WASTELAND_ADMIN_TOKEN: 'x' });
  test.match(await stranger.run('trust', 'audit'), { code: 1, stderr: /unauthorized/ });
});
