import t from 'tap';
import { signToken } from '../../src/identity/sign.ts';
import { readToken } from '../../src/identity/strict-jws.ts';
import type { PrivateKey } from '../../src/identity/keys.ts';
import { NodeKeys } from '../../src/operations/node-keys.ts';
import type { Services } from '../../src/operations/ports.ts';
import { replaceNodeKey } from '../../src/operations/replace-node-key.ts';
import type { IdentityDocument } from '../../src/wire/document.ts';
import { vouchAsNode } from '../../src/operations/reputation/vouch-as-node.ts';
import { typs } from '../../src/wire/header.ts';
import { HttpNode } from '../support/http-node.ts';
import type { Answer } from '../support/http-node.ts';

/** A node gets a new key: what signs with it from then on, what the old one's signatures are worth, and what a crash leaves. */

t.setTimeout(180_000);
const node = await HttpNode.start(t);
const { services } = node;
const ada = await node.rig('ada');
await node.rig('bob');

async function replaced(body: object = {}, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await node.post('/v1/admin/key', node.admin, body, headers);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer;
}

function signerOf(text: string): string {
  const reading = readToken(text);
  if (!reading.ok) throw new Error(`${text} can't be read`);
  return reading.token.kid;
}

const checkpointSigner = (): string => signerOf(services.reader.logs.log(node.id)?.checkpoint ?? '');

async function vouch(subject: string): Promise<number> {
  return (await node.post('/v1/admin/vouches', node.admin, { subject })).body.event.seq;
}

const verdictAt = (seq: number): string | undefined => services.reader.logs.entry(node.id, seq)?.code;
const good = async (token: string): Promise<boolean> => (await node.get('/v1/tokens', { token })).status === 200;
const documents = (): unknown[] => services.reader.state.table('documents').list('id', node.id);

/** A document of the node, as who has one of its keys can sign it. */
function documentBy(key: PrivateKey, after: string, x: string): string {
  const { payload } = services.reader.state.table('documents').get(after) ?? {};
  const { revoked: _, ...before } = payload as IdentityDocument;
  const keys = [{ kty: 'OKP', crv: 'Ed25519', x }];
  const revoked = [{ kid: key.kid, upto: { [node.id]: 1 } }];
  const next = { ...before, id: node.id, seq: before.seq + 1, prev: after, keys, revoked };
  return signToken(typs.identity, next, key);
}

const tip = (): string => services.reader.state.table('identities').get(node.id)?.tip ?? '';

t.test('only the operator gives the node another key', async (test) => {
  const before = services.node.key.kid;
  test.match(await node.post('/v1/admin/key', undefined, {}), { status: 401 });
  test.match(await node.post('/v1/admin/key', ada.token, {}), { status: 403 });
  test.match(await node.post('/v1/admin/key', node.admin, { leaked: 'yes' }), { status: 400 });
  const thief = await services.node.keys.make();
  test.match(
    (await node.event(documentBy(services.node.key, tip(), thief.x))).body,
    { results: [{ problem: { code: 'forbidden' } }] },
    'not even with the key that is in force',
  );
  test.equal(services.node.key.kid, before);
  test.equal(documents().length, 1);
});

t.test('everything is signed with the new key, and what the old one said stays', async (test) => {
  const old = services.node.key;
  const said = await vouch('ada');
  const first = tip();
  const { body } = await replaced();
  test.not(body.kid, old.kid);
  test.match(body, { dropped: [old.kid], tokens_ended: 0, todo: [/back the data directory up/] });
  test.match(body.event, { seq: said + 1, verdict: 'ok', type: 'identity' });
  test.equal(services.node.key.kid, body.kid);
  test.equal(signerOf(body.event.checkpoint), body.kid, 'the checkpoint over the document itself');
  const document = services.reader.state.table('documents').get(tip());
  test.match(document?.payload, { prev: first, revoked: [{ kid: old.kid, upto: { [node.id]: said } }] });
  test.equal(document?.kid, old.kid);

  const later = await vouch('bob');
  test.equal(checkpointSigner(), body.kid);
  test.equal(services.reader.logs.entry(node.id, later)?.kid, body.kid);
  test.equal(signerOf((await node.get('/v1/rigs/ada/view')).body.view), body.kid);
  test.same([said, later].map(verdictAt), ['ok', 'ok']);
  const { body: told } = await node.get('/.well-known/wasteland');
  test.equal(told.documents.length, 2, 'peers are told');
  test.equal(signerOf(told.checkpoint), body.kid);

  test.ok(await good(ada.token), 'a token from before');
  const { body: fresh } = await node.post('/v1/tokens', ada.token, { scopes: ['account'] });
  test.ok(await good(fresh.token), 'and one from after');

  test.match(
    (await node.event(documentBy(old, first, old.x))).body,
    { results: [{ problem: { code: 'forbidden' } }] },
    'a fork by the old key',
  );
  test.match((await node.event(node.ledger.identity.document)).body, { results: [{ verdict: 'ok' }] }, 'what stands');
});

t.test('a leaked key: its tokens end, and no others', async (test) => {
  const between = await node.rig('between');
  const old = services.node.key;
  const { body: other } = await node.post('/v1/tokens', ada.token, { scopes: ['account'] });
  const row = services.private.tokens.list(between.id)[0];
  const { body } = await replaced({ leaked: true });
  test.match(body, { dropped: [old.kid], tokens_ended: 3 });
  test.match(body.todo, [/back the/, /your peers/, /lost a token \(3\)/, /said lately/, /every key in custody/]);
  test.notOk(await good(between.token));
  test.notOk(await good(other.token));
  test.ok(await good(ada.token), 'signed by a key before that');
  const made = await node.post('/v1/admin/tokens', node.admin, { rig: 'between' });
  test.ok(await good(made.body.token));
  const list = (await node.get('/v1/tokens', { token: made.body.token })).body.items;
  test.match(list, [{ revoked_at: /^20/ }, { current: true, revoked_at: undefined }]);

  const living = services.private.tokens.list(between.id)[1];
  if (living === undefined || row === undefined) throw new Error('no token');
  const forged = await services.private.tokens.sign(services.node, { ...living, kid: old.kid });
  test.notOk(await good(forged), 'the old key signs for a token that was made later');
});

t.test('twice in a row, by two at once, and once for a key of idempotency', async (test) => {
  const before = documents().length;
  const [one, two] = await Promise.all([replaced(), replaced()]);
  test.not(one.body.kid, two.body.kid);
  test.equal(documents().length, before + 2);
  test.equal(services.reader.rigs.rig(node.id)?.status, 'active');
  test.ok([one.body.kid, two.body.kid].includes(services.node.key.kid));
  test.equal(checkpointSigner(), services.node.key.kid);

  const headers = { 'idempotency-key': 'once' };
  const third = await replaced({}, headers);
  const again = await replaced({}, headers);
  test.same(again.body, third.body);
  test.equal(documents().length, before + 3);
  test.equal(services.node.key.kid, third.body.kid);
});

t.test('what the node says while it gets a new key counts', async (test) => {
  let said = 0;
  const propose: Services['writer']['propose'] = async (proposal) => {
    if (said === 0) {
      said = 1;
      said = await vouch('ada');
    }
    return await node.ledger.writer.propose(proposal);
  };
  const writer = { propose, boardCurrent: () => node.ledger.writer.boardCurrent() };
  const { event } = await replaceNodeKey({ ...services, writer }, { rig: 'admin' }, {});
  test.equal(event.seq, said + 1);
  test.equal(verdictAt(said), 'ok');
});

t.test('what the old key signed for the node just before is signed anew', async (test) => {
  let before = '';
  const propose: Services['writer']['propose'] = async (proposal) => {
    if (before === '') {
      before = services.node.key.kid;
      await replaced();
    }
    return await node.ledger.writer.propose(proposal);
  };
  const writer = { propose, boardCurrent: () => node.ledger.writer.boardCurrent() };
  const kept = { tokens: null, keep: () => undefined };
  const done = await vouchAsNode({ ...services, writer }, { rig: 'admin', kept }, { subject: 'bob' });
  if (done.kind === 'queued') throw new Error('it waits');
  test.match(done.answer.event, { verdict: 'ok' });
  test.not(services.reader.logs.entry(node.id, done.answer.event.seq)?.kid, before);
});

t.test('a key that is replaced while it is taken from the vault signs no document', async (test) => {
  const { keys } = services.private;
  const load = keys.load.bind(keys);
  let begun = false;
  test.intercept(keys, 'load', {
    value: async (rig: string, kid: string) => {
      const taken = await load(rig, kid);
      if (!begun) {
        begun = true;
        await replaced();
      }
      return taken;
    },
  });
  const { kid } = await replaceNodeKey(services, { rig: 'admin' }, {});
  test.equal(kid, services.node.key.kid);
});

t.test('a crash between the key and the log leaves the old key in force; one after it, the new', async (test) => {
  const { keys } = services.private;
  const reopened = async (): Promise<string> => {
    const loaded = await NodeKeys.load(keys, node.id, node.ledger.identity.key.kid);
    return loaded.inForce(node.ledger.writer.state).kid;
  };
  const before = services.node.key.kid;
  const held = keys.kids(node.id).length;
  const writer = { propose: () => Promise.reject(new Error('crash')), boardCurrent: () => Promise.resolve() };
  await test.rejects(replaceNodeKey({ ...services, writer }, { rig: 'admin' }, { leaked: true }), /crash/);
  test.equal(keys.kids(node.id).length, held + 1, 'the key was kept first');
  test.equal(await reopened(), before);
  await vouch('bob');
  test.equal(checkpointSigner(), before);

  // Dolt has committed, and its answer is lost.
  node.ledger.faults.strike('after', /^COMMIT$/);
  const struck = node.ledger.faults.struck;
  const { body } = await replaced();
  test.equal(node.ledger.faults.struck, struck + 1);
  test.equal(await reopened(), body.kid);
  test.equal(checkpointSigner(), body.kid);
  await vouch('ada');
  test.equal(checkpointSigner(), body.kid);
});
