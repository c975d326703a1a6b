import t from 'tap';
import { generateKey } from '../../src/identity/keys.ts';
import type { PrivateKey } from '../../src/identity/keys.ts';
import { newJti, signToken } from '../../src/identity/sign.ts';
import { hashOf, idOfHash, readToken } from '../../src/identity/strict-jws.ts';
import { typs } from '../../src/wire/header.ts';
import { HttpNode } from '../support/http-node.ts';
import type { Answer } from '../support/http-node.ts';

/** Identity documents by their owner: signed by the node for a custodial rig, by the rig's own key else. */

t.setTimeout(180_000);
const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
const node = await HttpNode.start(t, { clock });

function publicJwk({ x }: PrivateKey): object {
  return { kty: 'OKP', crv: 'Ed25519', x };
}

const change = (rig: { id: string; token: string }, body: object, headers: Record<string, string> = {}) =>
  node.ask('PATCH', `/v1/rigs/${rig.id}`, { token: rig.token, body, headers });

async function documentsOf(rig: string): Promise<Record<string, unknown>[]> {
  const { documents } = (await node.get(`/v1/rigs/${rig}/identity`)).body;
  return documents.map((text: string) => {
    const reading = readToken(text);
    if (!reading.ok) throw new Error(reading.code);
    return reading.token.payload;
  });
}

t.test('a custodial rig changes what it says of itself', async (test) => {
  const rig = await node.rig('ann');
  const owner = await node.rig('owner');
  const { id, body } = { id: rig.id, body: { name: 'Ann', also_known_as: ['https://example.org/ann'] } };
  const changed = await change(rig, body);
  test.match(changed, {
    status: 200,
    body: { rig: { id, handle: 'ann', ...body }, event: { type: 'identity', verdict: 'ok', origin: node.id } },
  });
  test.match((await node.get(`/v1/rigs/${id}`)).body, { ...body, handle: 'ann' });
  test.match(await change(rig, { handle: 'anna' }), { status: 200, body: { rig: { handle: 'anna', name: 'Ann' } } });
  test.match(await change(rig, { handle: 'owner' }), { status: 409, body: { code: 'handle_taken' } });
  const cleared = await change(rig, { name: '', also_known_as: [] });
  test.same([cleared.body.rig.name, cleared.body.rig.also_known_as], [undefined, []]);
  test.same(
    (await documentsOf(id)).map(({ seq, name }) => [seq, name]),
    [
      [0, undefined],
      [1, 'Ann'],
      [2, 'Ann'],
      [3, undefined],
    ],
  );
  test.match(await change(rig, {}), { status: 400 });
  test.match(await change(rig, { kind: 'agent' }), { status: 400 });
  test.match(await change(rig, { owner: 'owner' }), { status: 422, body: { code: 'schema' } }, 'a human has none');

  const agent = (await node.post('/v1/rigs', undefined, { handle: 'bot', kind: 'agent' })).body;
  const owned = await change({ id: agent.rig.id, token: agent.token }, { owner: 'owner' });
  test.match(owned.body.rig.owner, { rig: { id: owner.id }, confirmed: false });
  await node.post('/v1/links', owner.token, { other: 'bot' });
  test.equal((await node.get(`/v1/rigs/${agent.rig.id}`)).body.owner.confirmed, true);
});

t.test('nobody changes another rig', async (test) => {
  const [one, other] = [await node.rig('one'), await node.rig('other')];
  test.match(await change({ id: one.id, token: other.token }, { name: 'x' }), {
    status: 403,
    body: { code: 'forbidden' },
  });
  test.match(await node.ask('DELETE', `/v1/rigs/${one.id}`, { token: other.token }), { status: 403 });
  test.match(await node.ask('PATCH', '/v1/rigs/nobody', { token: one.token, body: { name: 'x' } }), { status: 404 });
});

t.test('a key of its own, and leaving custody: the node forgets its key, tokens end, stamps stay', async (test) => {
  const rig = await node.rig('leaver');
  const worker = await node.rig('worker');
  const { item } = (await node.post('/v1/wanted', rig.token, { title: 'x', type: 'bug' })).body;
  await node.post(`/v1/wanted/${item.id}/claim`, worker.token, {});
  const submitted = await node.post(`/v1/wanted/${item.id}/submit`, worker.token, { evidence: [{ url: 'u' }] });
  const dimensions = { quality: { score: 4, confidence: 0.5 } };
  const stamp = { completion: submitted.body.completion, dimensions };
  test.equal((await node.post('/v1/stamps', rig.token, stamp)).status, 201);

  const [held] = (await node.get(`/v1/rigs/${rig.id}`)).body.keys;
  test.match(await change(rig, { drop_keys: [held] }), { status: 422, body: { code: 'schema' } }, 'its only key');
  const own = await generateKey();
  const added = await change(rig, { add_keys: [publicJwk(own)] });
  test.same(added.body.rig.keys, [held, own.kid].sort());
  test.same(added.body.rig.custody, { [held]: node.id });
  test.match(await change(rig, { add_keys: [{ ...publicJwk(own), x: 'A'.repeat(43) }] }), { status: 422 });
  test.match(await change(rig, { drop_keys: ['A'.repeat(43)] }), { status: 404 });

  const left = await change(rig, { drop_keys: [held] });
  test.match(left, { status: 200, body: { rig: { keys: [own.kid], custody: {} } } });
  test.match(await change(rig, { name: 'x' }), { status: 401 }, 'its tokens ended');
  test.same(node.services.private.keys.kids(rig.id), []);
  test.equal((await node.get('/v1/rigs/worker')).body.evidence.quality.stamps, 1, 'what was stamped before counts');
  const { revoked } = (await documentsOf(rig.id)).at(-1) as { revoked: { kid: string; upto: object }[] };
  test.same(revoked, [{ kid: held, upto: { [node.id]: left.body.event.seq - 1 } }]);
  const iat = Math.floor(clock.now() / 1000);
  const body = { title: 'mine', type: 'bug', priority: 2, effort: 'small' };
  const event = { iss: rig.id, aud: node.id, iat, jti: newJti(), type: 'wanted.posted', body };
  test.equal((await node.event(signToken(typs.event, event, own))).status, 201, 'it signs by itself');
});

t.test('recovery keys are set once; then only a recovery key changes them', async (test) => {
  const rig = await node.rig('careful');
  const [first, second] = [await generateKey(), await generateKey()];
  test.equal((await change(rig, { recovery: [publicJwk(first)] })).status, 200);
  const again = await change(rig, { recovery: [publicJwk(second)] });
  test.match(again, { status: 422, body: { code: 'recovery_changed' } });
  test.match((await documentsOf(rig.id)).at(-1), { recovery: [publicJwk(first)] });
  test.match(await change(rig, { recovery: [{ ...publicJwk(first), d: 'x' }] }), { status: 422 });
});

t.test('a closed rig is closed', async (test) => {
  const rig = await node.rig('closing');
  const closed = await node.ask('DELETE', `/v1/rigs/${rig.id}`, { token: rig.token });
  test.match(closed, { status: 200, body: { rig: { status: 'tombstone', keys: [] }, event: { verdict: 'ok' } } });
  test.match(await change(rig, { name: 'x' }), { status: 401 });
  test.match(await node.post('/v1/rigs', undefined, { handle: 'closing' }), { body: { code: 'handle_taken' } });
});

t.test('changes at once follow one another, and a retry logs nothing new', async (test) => {
  const rig = await node.rig('hasty');
  const names = ['a', 'b', 'c'];
  const changed = await Promise.all(names.map((name) => change(rig, { name })));
  test.same(
    changed.map(({ status }) => status),
    [200, 200, 200],
  );
  const documents = await documentsOf(rig.id);
  test.same(
    documents.map(({ seq }) => seq),
    [0, 1, 2, 3],
  );
  test.same(
    documents
      .slice(1)
      .map(({ name }) => name)
      .sort(),
    names,
  );

  const headers = { 'idempotency-key': 'one' };
  const first = await change(rig, { name: 'd' }, headers);
  await change(rig, { name: 'e' });
  test.same((await change(rig, { name: 'd' }, headers)).body, first.body);

  const { writer } = node.services;
  test.teardown(() => (node.services.writer = writer));
  node.services.writer = {
    boardCurrent: () => writer.boardCurrent(),
    propose: async (proposal) => {
      await writer.propose(proposal);
      throw new Error('the process died here');
    },
  };
  const crash = { 'idempotency-key': 'two' };
  test.equal((await change(rig, { name: 'f' }, crash)).status, 500);
  node.services.writer = writer;
  await change(rig, { name: 'g' });
  test.equal((await change(rig, { name: 'f' }, crash)).status, 200, 'it stands already');
  const last = await documentsOf(rig.id);
  test.same(last.map(({ name }) => name).slice(4), ['d', 'e', 'f', 'g']);
});

/** The chain of a rig that has its own keys. */
class Chain {
  readonly handle: string;
  readonly recovery: PrivateKey;
  key: PrivateKey;
  texts: string[] = [];
  id = '';

  constructor(handle: string, key: PrivateKey, recovery: PrivateKey) {
    this.handle = handle;
    this.key = key;
    this.recovery = recovery;
  }

  /** The next document, with other members where some are given. */
  next(members: object = {}, signer = this.key): string {
    const last = this.texts.at(-1);
    const begin = last === undefined ? { prev: null } : { id: this.id, prev: hashOf(last) };
    const keys = { keys: [publicJwk(this.key)], recovery: [publicJwk(this.recovery)] };
    const iat = Math.floor(clock.now() / 1000);
    const said = { kind: 'human', handle: this.handle, home: node.id, iat };
    const text = signToken(typs.identity, { seq: this.texts.length, ...begin, ...keys, ...said, ...members }, signer);
    if (last === undefined) this.id = idOfHash(hashOf(text));
    this.texts.push(text);
    return text;
  }
}

t.test('a day takes so many documents of one identity, and those of a recovery key are counted apart', async (test) => {
  const chain = new Chain('restless', await generateKey(), await generateKey());
  const texts = Array.from({ length: 20 }, () => chain.next());
  const answer: Answer = await node.events([...texts, chain.next()]);
  test.match(answer.body.results.at(-1), { problem: { status: 429, code: 'rate_limited' } });
  test.equal((await node.events(texts)).status, 200, 'the others stand');
  const [tooMany = ''] = chain.texts.splice(-1);
  test.match(await node.event(tooMany), { status: 429, body: { code: 'rate_limited' } });

  const stolen = chain.key;
  chain.key = await generateKey();
  const revoked = [{ kid: stolen.kid, upto: {} }];
  const taken = await node.event(chain.next({ revoked }, chain.recovery));
  test.equal(taken.status, 201, 'the owner takes it back all the same');
  test.same((await node.get(`/v1/rigs/${chain.id}`)).body.keys, [chain.key.kid]);
  test.match(await node.event(chain.next()), { status: 429 });
  clock.ahead += 24 * 60 * 60_000;
  test.equal((await node.event(chain.texts.at(-1) ?? '')).status, 201, 'tomorrow');
});

t.test("visitors' chains come whole, in one request, and no more than that a day", async (test) => {
  const { item } = (await node.post('/v1/wanted', (await node.rig('host')).token, { title: 'x', type: 'bug' })).body;
  const elsewhere = 'A'.repeat(43);
  const chain = new Chain('visitor', await generateKey(), await generateKey());
  const texts = Array.from({ length: 99 }, () => chain.next({ home: elsewhere }));
  const iat = Math.floor(clock.now() / 1000);
  const act = (type: string) => {
    const event = { iss: chain.id, aud: node.id, iat, jti: newJti(), type, body: { item: item.id } };
    return signToken(typs.event, event, chain.key);
  };
  test.equal((await node.events([...texts, act('wanted.claimed')])).status, 201);
  const more = [chain.next({ home: elsewhere }), chain.next({ home: elsewhere }), act('wanted.released')];
  const refused = await node.events(more);
  test.match(refused, { status: 429, body: { results: [{ problem: { code: 'rate_limited' } }, {}, {}] } });
  test.equal((await node.events([more[0] ?? '', more[2] ?? ''])).status, 201, 'the hundredth');
});
