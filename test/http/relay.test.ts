import t from 'tap';
import { readToken } from '../../src/identity/strict-jws.ts';
import { land } from '../../src/ledger/landing.ts';
import type { Delivered, Delivery } from '../../src/operations/ports.ts';
import type { LogEntry } from '../../src/wire/checkpoint.ts';
import { HttpNode } from '../support/http-node.ts';
import { OwnKeyRig } from '../support/own-key-rig.ts';

/** Acts across nodes as the doors see them: the way between the two is short-circuited here, federation has its own tests. */

t.setTimeout(180_000);
const home = await HttpNode.start(t);
const here = await HttpNode.start(t);

/** Whether the way to the home is open. */
let open = true;

async function deliver({ documents, token, ...act }: Delivery): Promise<Delivered> {
  here.services.private.outbox.add({ ...act, hash: token.hash, token: token.text, documents: [...documents] });
  if (!open) return { kind: 'queued' };
  const { body } = await home.events([...documents, token.text]);
  const last = body.results.at(-1);
  if ('problem' in last) return { kind: 'refused', problem: last.problem };
  return { kind: 'answered', results: body.results, checkpoint: body.checkpoint };
}

/** Lands what the home has logged, as a pull does. */
async function pull(): Promise<boolean> {
  const [log] = (await home.get('/v1/logs')).body.items;
  const after = here.services.reader.logs.log(home.id)?.seq ?? 0;
  const entries: LogEntry[] = (await home.get(`/v1/logs/${home.id}/events?after=${after}`)).text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  const landing = { peer: home.id, peerCommit: 'test', origin: home.id, checkpoint: log.checkpoint };
  await land(here.ledger.writer, { ...landing, entries: [entries] });
  return true;
}

here.services.homes = { ...here.services.homes, deliver, pull, seek: pull };

const poster = await home.rig('poster');

async function item(title: string): Promise<string> {
  const posted = await home.post('/v1/wanted', poster.token, { title, type: 'bug', claim_ttl: 600 });
  await pull();
  return posted.body.item.id;
}

t.test('a custodial rig works on an item of another home', async (test) => {
  const worker = await here.rig('worker');
  const id = await item('far work');
  const claimed = await here.post(`/v1/wanted/${id}/claim`, worker.token, {});
  test.match(claimed, { status: 200, body: { item: { id, status: 'claimed', claimed_by: { id: worker.id } } } });
  test.match(claimed.body.event, { origin: home.id, verdict: 'ok', checkpoint: String });
  test.equal(Date.parse(claimed.body.claim.until) - Date.parse(claimed.body.claim.since), 600_000);
  test.match((await here.get(`/v1/wanted/${id}`)).body.item, { status: 'open' }, 'changes here only by the next pull');
  await pull();
  test.match((await here.get(`/v1/wanted/${id}`)).body.item, { status: 'claimed' });

  const again = await here.post(`/v1/wanted/${id}/claim`, (await here.rig('late')).token, {});
  test.match(again, { status: 409, body: { code: 'wrong_state' } });
  test.ok(Array.isArray(again.body.legal), "the home's word on what would be legal");

  open = false;
  test.teardown(() => (open = true));
  const queued = await here.post(`/v1/wanted/${id}/submit`, worker.token, { evidence: [{ url: 'u' }] });
  test.match(queued, {
    status: 202,
    body: { outbox: { state: 'queued', home: home.id, item: id, type: 'work.submitted' } },
  });
  const { hash } = queued.body.outbox;
  test.match(await here.get(`/v1/outbox/${hash}`, { token: worker.token }), { status: 200, body: { hash } });
  test.match(await here.get(`/v1/outbox/${hash}`, { token: (await here.rig('nosy')).token }), {
    status: 403,
    body: { code: 'forbidden' },
  });
  test.match(await here.get(`/v1/outbox/${'0'.repeat(64)}`, { token: worker.token }), { status: 404 });
});

t.test('a signed act for another log is relayed with its documents', async (test) => {
  const id = await item('relayed');
  const rig = await OwnKeyRig.make(here.id, 'signer');
  test.equal((await here.event(rig.document)).status, 201);
  const claim = await rig.sign('wanted.claimed', { item: id }, home.id);
  const answer = await here.event(claim);
  test.match(answer, {
    status: 200,
    body: { results: [{ origin: home.id, verdict: 'ok', item: { status: 'claimed' } }] },
  });
  test.type(answer.body.results[0].checkpoint, 'string');
  test.match(await here.event(await rig.sign('wanted.claimed', { item: id }, home.id)), {
    status: 409,
    body: { code: 'wrong_state' },
  });

  const unknown = await OwnKeyRig.make(here.id, 'unknown');
  test.match(await here.event(await unknown.sign('wanted.claimed', { item: id }, home.id)), {
    status: 422,
    body: { code: 'unknown_author' },
  });
  open = false;
  test.teardown(() => (open = true));
  const queued = await here.event(await rig.sign('work.progressed', { item: id }, home.id));
  test.match(queued, { status: 202, body: { results: [{ outbox: { state: 'queued' } }] } });
});

t.test('accept and stamp go to two logs', async (test) => {
  const reviewer = await here.rig('reviewer');
  const worker = await home.rig('homely');
  const posted = await home.post('/v1/wanted', poster.token, { title: 'x', type: 'bug', reviewers: [reviewer.id] });
  const { id } = posted.body.item;
  await home.post(`/v1/wanted/${id}/claim`, worker.token, {});
  await pull();
  await home.post(`/v1/wanted/${id}/submit`, worker.token, { evidence: [{ url: 'u' }] });
  const stamp = { dimensions: { creativity: { score: 2.5, confidence: 0.25 } } };
  const accepted = await here.post(`/v1/wanted/${id}/accept`, reviewer.token, { stamp });
  test.match(accepted, { status: 200, body: { item: { status: 'completed' }, event: { origin: home.id } } });
  test.match(accepted.body.stamp, { stamp: { subject: { id: worker.id } }, event: { origin: here.id } });

  const next = await home.post('/v1/wanted', poster.token, { title: 'y', type: 'bug', reviewers: [reviewer.id] });
  const other = next.body.item.id;
  await home.post(`/v1/wanted/${other}/claim`, worker.token, {});
  await home.post(`/v1/wanted/${other}/submit`, worker.token, { evidence: [{ url: 'u' }] });
  await pull();
  open = false;
  test.teardown(() => (open = true));
  const queued = await here.post(`/v1/wanted/${other}/accept`, reviewer.token, { stamp });
  test.equal(queued.status, 202);
  test.match(queued.body.stamp_outbox, { home: here.id, after: queued.body.outbox.hash, type: 'stamp.issued' });
});

t.test('a completion that is not here is pulled, else its stamp is refused', async (test) => {
  const validator = await here.rig('validator');
  const worker = await home.rig('maker');
  const id = (await home.post('/v1/wanted', poster.token, { title: 'z', type: 'bug' })).body.item.id;
  await home.post(`/v1/wanted/${id}/claim`, worker.token, {});
  const { completion } = (await home.post(`/v1/wanted/${id}/submit`, worker.token, { evidence: [{ url: 'u' }] })).body;
  const dimensions = { quality: { score: 3, confidence: 1 } };
  const stamped = await here.post('/v1/stamps', validator.token, { completion, dimensions });
  test.match(stamped, { status: 201, body: { stamp: { subject: { id: worker.id } } } });
  const nothing = await here.post('/v1/stamps', validator.token, { completion: `c-${'0'.repeat(40)}`, dimensions });
  test.match(nothing, { status: 409, body: { code: 'unknown_target' } });
});

t.test('a visiting rig whose home says that it dropped the key', async (test) => {
  const visitor = await OwnKeyRig.make(here.id, 'visitor');
  const id = await item('visited');
  const claim = readToken(await visitor.sign('wanted.claimed', { item: id }, home.id));
  test.ok(claim.ok);
  if (!claim.ok) return;
  test.equal((await home.events([visitor.document, claim.token.text])).status, 201);
  let asked = '';
  const { homes } = home.services;
  test.teardown(() => (home.services.homes = homes));
  home.services.homes = {
    ...homes,
    newerDocuments: (rig) => {
      asked = rig;
      return Promise.resolve([]);
    },
  };
  test.equal((await home.event(await visitor.sign('work.progressed', { item: id }, home.id))).status, 201);
  test.equal(asked, visitor.id);
});
