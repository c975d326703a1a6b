import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { readView } from '../../src/identity/read-view.ts';
import { verifyView } from '../../src/operations/reputation/verify-view.ts';
import type { Logs } from '../../src/operations/reputation/land-prefixes.ts';
import { signToken } from '../../src/identity/sign.ts';
import { readToken } from '../../src/identity/strict-jws.ts';
import type { PrivateKey } from '../../src/identity/keys.ts';
import { typs } from '../../src/wire/header.ts';
import type { View } from '../../src/wire/view.ts';
import { CliNode } from '../support/cli-node.ts';
import { HttpNode } from '../support/http-node.ts';
import { OwnKeyRig } from '../support/own-key-rig.ts';

/** A node's signed view of a rig: what it says, who can compute it, and how a wrong one shows. */

t.setTimeout(180_000);
const cli = await CliNode.start(t);
const { node } = cli;
const worker = await node.rig('worker');
const judge = await node.rig('judge');
const peer = await node.rig('peer');

async function stamp(token: string, score: number): Promise<void> {
  const { body } = await node.post('/v1/wanted', peer.token, { title: 'x', type: 'bug' });
  await node.post(`/v1/wanted/${body.item.id}/claim`, worker.token, {});
  const done = await node.post(`/v1/wanted/${body.item.id}/submit`, worker.token, { evidence: [{ url: 'u' }] });
  const dimensions = { quality: { score, confidence: 0.9 }, reliability: { score: 3, confidence: 0.5 } };
  await node.post('/v1/stamps', token, { completion: done.body.completion, dimensions });
}

async function viewOf(rig: string): Promise<{ text: string; payload: View }> {
  const { status, body } = await node.get(`/v1/rigs/${rig}/view`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return { text: body.view, payload: payloadOf(body.view) };
}

function payloadOf(text: string): View {
  const reading = readToken(text);
  if (!reading.ok) throw new Error(reading.code);
  return reading.token.payload as unknown as View;
}

/** The node's own logs, without the way over the wire. */
const source: Logs = {
  logs: async () => (await node.get('/v1/logs')).body.items,
  entries: (origin, after, to) => node.services.logs.readEntries(origin, after, to),
};

const signedAgain = (change: (view: View) => void, key: PrivateKey = node.services.node.key): string => {
  const copy = structuredClone(original.payload);
  change(copy);
  return signToken(typs.view, copy, key);
};
const verify = async (text: string) => await verifyView(readView(text), source);

await node.post('/v1/vouches', judge.token, { subject: 'peer' });
await node.ask('POST', '/v1/admin/roots', { token: node.admin, body: { rig: 'judge' } });
await stamp(judge.token, 4.5);
await stamp(peer.token, 2);
const original = await viewOf('worker');

t.test('it says what the node shows, and names what that stands on', async (test) => {
  const { payload } = original;
  const { roots, vector, value } = payload;
  test.strictSame(Object.keys(payload).sort(), ['damping', 'iat', 'iss', 'roots', 'value', 'vector']);
  test.match(payload, { iss: node.id, damping: 0.6, value: { combine: 'together' } });
  test.strictSame([...roots].sort(), [node.id, judge.id].sort());
  test.strictSame(vector, (await node.get('/v1/digest')).body.vector);
  const { quality, weight } = value.rigs[worker.id] ?? {};
  const { mean, uncertainty, lower } = node.services.trust.reputation(worker.id).quality;
  test.strictSame(quality, { mean, uncertainty, lower });
  test.ok(mean > 0.5 && mean < 0.9, `${mean}`);
  test.equal(weight, 0, 'nobody vouches for the worker');
});

t.test('whoever holds the logs computes the same', async (test) => {
  test.strictSame(await verify(original.text), { iss: node.id, rigs: [worker.id], differences: [], ok: true });
  const other = await viewOf('peer');
  test.ok((other.payload.value.rigs[peer.id]?.weight ?? 0) > 0);
  test.match(await verify(other.text), { ok: true });
});

t.test('it is the same text while nothing changes, and an older one still holds', async (test) => {
  test.equal((await viewOf('worker')).text, original.text);
  await stamp(judge.token, 5);
  const later = await viewOf('worker');
  test.not(later.text, original.text);
  test.not(later.payload.value.rigs[worker.id]?.quality.mean, original.payload.value.rigs[worker.id]?.quality.mean);
  test.match(await verify(original.text), { ok: true }, 'at the vector that it names');
  test.match(await verify(later.text), { ok: true });
});

t.test('a number that the logs don’t give is named', async (test) => {
  const better = signedAgain((view) => {
    const rig = view.value.rigs[worker.id];
    if (rig !== undefined) rig.quality.mean = 0.99;
  });
  const { ok, differences } = await verify(better);
  test.notOk(ok);
  test.match(differences, [{ rig: worker.id, what: 'quality mean', said: 0.99 }]);
  test.equal(differences[0]?.found, original.payload.value.rigs[worker.id]?.quality.mean);
  const otherRoots = await verify(signedAgain((view) => (view.roots = [node.id])));
  test.ok(otherRoots.differences.length > 1, 'other roots, other numbers');
  test.match(await verify(signedAgain((view) => (view.value.combine = 'minimum'))), { ok: false });
});

t.test('a view that isn’t its node’s, or of logs that nobody has', async (test) => {
  const stranger = await OwnKeyRig.make(node.id, 'stranger');
  test.match(await verify(signedAgain(() => undefined, stranger.key)), { ok: false, detail: /isn't signed by a key/ });
  const shortened = signedAgain((view) => (view.vector[node.id] = [3, '0'.repeat(64)]));
  test.match(await verify(shortened), { ok: false, detail: /another root at entry 3/ });
  const ahead = signedAgain((view) => (view.vector[node.id] = [10_000, '0'.repeat(64)]));
  test.match(await verify(ahead), { ok: false, detail: /the view needs 10000/ });
  const more = signedAgain((view) => (view.vector[worker.id] = [1, '0'.repeat(64)]));
  test.match(await verify(more), { ok: false, detail: /isn't held there/ });
  test.throws(() => readView(signToken(typs.event, original.payload, node.services.node.key)), { code: 'wrong_typ' });
  test.throws(() => readView(signedAgain((view) => Object.assign(view, { more: 1 }))), { code: 'schema' });
  test.throws(() => readView('not a token'), { code: 'not_compact' });
});

t.test('on the command line', async (test) => {
  const user = await cli.user();
  const url = `${cli.url}/v1/rigs/worker/view`;
  test.match(await user.run('reputation', 'verify', url), { code: 0, stdout: /^equal: the view of / });
  test.match(await user.json('reputation', 'verify', url), { ok: true, iss: node.id, rigs: [worker.id] });
  const wrong = join(user.home, 'view.jws');
  await writeFile(
    wrong,
    signedAgain((view) => (view.roots = [])),
  );
  test.match(await user.run('reputation', 'verify', wrong), { code: 4, stdout: /^WRONG: [^]*quality mean/ });
  test.match(await user.run('reputation', 'verify', 'nowhere'), { code: 2, stderr: /neither a file nor/ });
});

t.test('an operator who wants none publishes none', async (test) => {
  const silent = await HttpNode.start(t, { settings: { publishView: false } });
  await silent.rig('worker');
  test.match(await silent.get('/v1/rigs/worker/view'), { status: 404, body: { code: 'not_found' } });
});
