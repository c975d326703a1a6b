import t from 'tap';
import { leafHash, verifyConsistency, verifyInclusion } from '../../src/domain/merkle.ts';
import { signToken } from '../../src/identity/sign.ts';
import { hashOf, readToken } from '../../src/identity/strict-jws.ts';
import { typs } from '../../src/wire/header.ts';
import { HttpNode } from '../support/http-node.ts';
import { OwnKeyRig } from '../support/own-key-rig.ts';

/** `POST /v1/events` and the logs, for rigs that sign for themselves. */

t.setTimeout(180_000);
const node = await HttpNode.start(t);

function posting(title: string) {
  return { title, type: 'bug', priority: 1, effort: 'small' } as const;
}

async function registered(handle: string): Promise<OwnKeyRig> {
  const rig = await OwnKeyRig.make(node.id, handle);
  const answer = await node.event(rig.document);
  if (answer.status !== 201) throw new Error(answer.text);
  return rig;
}

t.test('a rig registers with document 0, posts, and repeats itself', async (test) => {
  const rig = await OwnKeyRig.make(node.id, 'ada');
  const made = await node.event(rig.document);
  test.match(made, {
    status: 201,
    body: { results: [{ origin: node.id, hash: hashOf(rig.document), verdict: 'ok' }] },
  });
  const again = await node.event(rig.document);
  test.equal(again.status, 200);
  test.equal(again.body.results[0].seq, made.body.results[0].seq);

  const act = await rig.sign('wanted.posted', posting('Sharpen the saw'));
  const posted = await node.event(act);
  test.equal(posted.status, 201);
  const [result] = posted.body.results;
  test.match(result, { item: { status: 'open', title: 'Sharpen the saw', posted_by: { id: rig.id } } });
  const checkpoint = readToken(posted.body.checkpoint);
  test.ok(checkpoint.ok);
  if (!checkpoint.ok) return;
  const { seq: size, root } = checkpoint.token.payload;
  const entry = (await node.get(`/v1/logs/${node.id}/events?after=${result.seq - 1}&limit=1`)).text;
  const { logged_at, jws } = JSON.parse(entry);
  test.equal(jws, act);
  const claim = {
    leaf: leafHash(result.seq, logged_at, result.hash),
    index: result.seq - 1,
    size: Number(size),
    proof: result.proof,
    root: root as string,
  };
  test.ok(verifyInclusion(claim), 'the receipt holds');
  test.match(await node.event(act), {
    status: 200,
    body: { results: [{ seq: result.seq, item: { status: 'open' } }] },
  });
});

t.test('a batch answers in order, and proofs are for its checkpoint', async (test) => {
  const rig = await registered('bea');
  const first = await rig.sign('wanted.posted', posting('one'));
  const wrong = await rig.sign('wanted.claimed', { item: `w-${'0'.repeat(40)}` });
  const last = await rig.sign('wanted.posted', posting('two'));
  const answer = await node.events([rig.document, first, wrong, last, 'nonsense']);
  test.equal(answer.status, 201);
  const { results, checkpoint } = answer.body;
  test.match(results, [
    { verdict: 'ok' },
    { verdict: 'ok', item: { title: 'one' } },
    { hash: hashOf(wrong), problem: { status: 409, code: 'unknown_item' } },
    { verdict: 'ok', item: { title: 'two' } },
    { hash: hashOf('nonsense'), problem: { status: 422, code: 'not_compact' } },
  ]);
  const reading = readToken(checkpoint);
  test.ok(reading.ok);
  if (!reading.ok) return;
  const { seq: size, root } = reading.token.payload;
  for (const result of [results[0], results[1], results[3]]) {
    const proved = (await node.get(`/v1/logs/${node.id}/proof?seq=${result.seq}&size=${Number(size)}`)).body;
    test.same(proved.proof, result.proof);
    test.equal(proved.root, root);
  }
  const none = await node.events([wrong, 'nonsense']);
  test.match(none, { status: 409, body: { results: [{ problem: { code: 'unknown_item' } }, {}] } });
  const stood = await node.events([rig.document, first]);
  test.equal(stood.status, 200);
});

t.test('a single token answers its problem directly', async (test) => {
  const rig = await registered('cid');
  const other = await OwnKeyRig.make(node.id, 'nobody');
  const good = await rig.sign('wanted.posted', posting('x'));
  const [header, payload, signature] = good.split('.') as [string, string, string];
  const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
  const iat = Math.floor(Date.now() / 1000);
  const act = (event: object) =>
    signToken(
      typs.event,
      { iss: rig.id, aud: node.id, iat, jti: 'A'.repeat(22), type: 'x', body: {}, ...event },
      rig.key,
    );
  const cases: [string, string, number][] = [
    ['not_ascii', `${good}é`, 422],
    ['too_long', 'a'.repeat(16_001), 422],
    ['not_compact', good.replace('.', ''), 422],
    ['not_base64url', `${header}.${payload}.${signature}=`, 422],
    ['bad_signature', `${header}.${payload}.${flipped}`, 422],
    ['unknown_author', await other.sign('wanted.posted', posting('y')), 422],
    ['unknown_type', act({ type: 'wanted.stolen' }), 422],
    ['schema', act({ type: 'wanted.posted', body: { title: '' } }), 422],
    ['schema', act({ jti: 'short' }), 422],
    ['stale', act({ type: 'wanted.posted', body: posting('z'), iat: iat - 80 * 3600 }), 422],
    ['wrong_typ', signToken(typs.checkpoint, { iss: node.id, seq: 1, root: '0'.repeat(64), iat }, rig.key), 422],
    ['home_unknown', await rig.sign('wanted.claimed', { item: `w-${'1'.repeat(40)}` }, other.id), 422],
    ['self', await rig.sign('vouch.given', { subject: rig.id }), 409],
    ['unknown_target', await rig.sign('vouch.given', { subject: other.id }), 409],
  ];
  for (const [code, token, status] of cases) {
    const answer = await node.event(token);
    test.match(answer, { status, body: { code, status } }, code);
    test.match(answer.headers, { 'content-type': /^application\/problem\+json/ });
    const batch = await node.events([token]);
    test.match(batch, { status, body: { code, results: [{ hash: hashOf(token), problem: { code } }] } });
  }
});

t.test('documents of other homes stand before an act, or not at all', async (test) => {
  const local = await registered('dan');
  const item = (await node.event(await local.sign('wanted.posted', posting('visit me')))).body.results[0].item;
  const elsewhere = (await OwnKeyRig.make(node.id, 'far')).id;
  const visitor = await OwnKeyRig.make(elsewhere, 'eve');
  test.match(await node.event(visitor.document), { status: 409, body: { code: 'not_home' } });

  const submit = await visitor.sign('work.submitted', { item: item.id, evidence: [{ url: 'u' }] }, node.id);
  const early = await node.events([visitor.document, submit]);
  test.match(early.body.results, [{ problem: { code: 'wrong_state' } }, { problem: { code: 'wrong_state' } }]);
  test.equal(early.status, 409);
  test.ok(early.body.results[1].problem.legal.includes('wanted.claimed'));
  test.equal((await node.get(`/v1/rigs/${visitor.id}`)).status, 404, 'nothing of it was logged');

  const claim = await visitor.sign('wanted.claimed', { item: item.id }, node.id);
  const claimed = await node.events([visitor.document, claim]);
  test.match(claimed, { status: 201, body: { results: [{ verdict: 'ok' }, { item: { status: 'claimed' } }] } });
  test.match(await node.events([visitor.document, claim]), { status: 200 });
  test.match((await node.get(`/v1/rigs/${visitor.id}`)).body, { address: `eve@${elsewhere.slice(0, 10)}` });
  test.match(await node.get(`/v1/rigs/eve@${elsewhere.slice(0, 10)}`), { status: 200, body: { id: visitor.id } });
  const stamp = await visitor.sign('comment.posted', { about: item.id, text: 'hi' }, node.id);
  test.match(
    await node.event(stamp),
    { status: 409, body: { code: 'not_home' } },
    "a set act belongs to its author's home",
  );
});

t.test('one handle, one rig', async (test) => {
  await registered('fay');
  const again = await OwnKeyRig.make(node.id, 'fay');
  test.match(await node.event(again.document), { status: 409, body: { code: 'handle_taken' } });
  test.match(await node.post('/v1/rigs', undefined, { handle: 'fay' }), {
    status: 409,
    body: { code: 'handle_taken' },
  });
  const both = await Promise.all(['gus', 'gus'].map((handle) => node.post('/v1/rigs', undefined, { handle })));
  test.same(both.map((answer) => answer.status).sort(), [201, 409]);
});

t.test('a second stamp of one author is refused at this door too', async (test) => {
  const poster = await registered('hal');
  const worker = await registered('ida');
  const item = (await node.event(await poster.sign('wanted.posted', posting('stamp me')))).body.results[0].item.id;
  const submission = await worker.sign('work.submitted', { item, evidence: [{ url: 'u' }] });
  const steps = await node.events([await worker.sign('wanted.claimed', { item }), submission]);
  test.equal(steps.status, 201);
  const completion = `c-${hashOf(submission).slice(0, 40)}`;
  const stamp = () =>
    poster.sign('stamp.issued', {
      completion,
      subject: worker.id,
      dimensions: { reliability: { score: 4, confidence: 0.55 } },
      severity: 'leaf',
    });
  test.equal((await node.event(await stamp())).status, 201);
  test.match(await node.event(await stamp()), { status: 409, body: { code: 'wrong_state', legal: ['stamp.revoked'] } });
});

t.test('the log streams, and proves that it grows', async (test) => {
  const heads = (await node.get('/v1/logs')).body.items;
  test.equal(heads.length, 1);
  const [head] = heads;
  test.match(head, { origin: node.id, url: 'http://board.example:8080' });
  const stream = await node.get(`/v1/logs/${node.id}/events`);
  test.match(stream.headers, { 'content-type': 'application/x-ndjson' });
  const lines = stream.text.trimEnd().split('\n');
  test.equal(lines.length, head.seq);
  test.same(Object.keys(JSON.parse(String(lines[0]))), ['seq', 'logged_at', 'jws']);
  test.equal((await node.get(`/v1/logs/${node.id}/events?after=2&limit=3`)).text.trimEnd().split('\n').length, 3);

  const grown = (await node.get(`/v1/logs/${node.id}/proof?from=3`)).body;
  test.equal(grown.checkpoint, head.checkpoint);
  const { from: first, size: second, from_root: firstRoot, root: secondRoot, proof } = grown;
  test.ok(verifyConsistency({ first, second, firstRoot, secondRoot, proof }));
  test.match(await node.get(`/v1/logs/${node.id}/proof?seq=1&from=2`), { status: 400 });
  test.match(await node.get(`/v1/logs/${node.id}/proof?seq=9999`), { status: 404 });
  test.match(await node.get(`/v1/logs/${'x'.repeat(43)}/events`), { status: 404, body: { code: 'not_found' } });
});

t.test('who the node is, and its digest', async (test) => {
  const about = (await node.get('/v1/node')).body;
  test.match(about, {
    id: node.id,
    protocol: 1,
    url: 'http://board.example:8080',
    documents: [node.ledger.identity.document],
  });
  test.same((await node.get('/.well-known/wasteland')).body, about);
  test.same((await node.get(`/v1/rigs/${node.id}/identity`)).body, { id: node.id, documents: about.documents });
  const [head] = (await node.get('/v1/logs')).body.items;
  const digest = await node.get('/v1/digest');
  test.match(digest, { status: 200, body: { vector: { [node.id]: [head.seq, head.root] }, withheld: [] } });
  test.match(digest.body.projection, /^[0-9a-f]{64}$/);
});
