import t from 'tap';
import { generateKey } from '../../src/client/index.ts';
import type { PrivateKey } from '../../src/client/index.ts';
import { signToken } from '../../src/identity/sign.ts';
import { readBearer } from '../../src/operations/read-bearer.ts';
import { signInWithKey } from '../../src/operations/sign-in-with-key.ts';
import { typs } from '../../src/wire/header.ts';
import { signInTyp } from '../../src/wire/sign-in.ts';
import { HttpNode } from '../support/http-node.ts';
import { OwnKeyRig } from '../support/own-key-rig.ts';

t.test('who shows a key in force of a rig, to this node and for this visit, begins a session of it', async (t) => {
  const node = await HttpNode.start(t);
  const { services } = node;
  const { id: home } = services.node;
  const rig = await OwnKeyRig.make(home, 'alice');
  const other = await OwnKeyRig.make(home, 'bob');
  const events = [rig.document, other.document];
  t.equal((await node.ask('POST', '/v1/events', { body: { events } })).status, 201);
  const proof = (said: object = {}, key: PrivateKey = rig.key): string =>
    signToken(signInTyp, { iss: rig.id, aud: home, nonce: 'this visit', ...said }, key);
  const signIn = (text: string): Promise<string> => signInWithKey(services, text, 'this visit');

  const first = await signIn(proof());
  t.match(await readBearer(services, first), { rig: rig.id, scopes: ['work', 'post', 'stamp', 'account'] });
  const claim = await node.post('/v1/wanted', first, { title: 'x', type: 'bug' });
  t.match(claim.body, { status: 409, code: 'no_key' }, 'and yet the node signs nothing for it');

  const visitor = await OwnKeyRig.make(home, 'carol');
  const refused: Record<string, [string, string]> = {
    'for another visit': [proof({ nonce: 'that visit' }), 'unauthorized'],
    'for another node': [proof({ aud: visitor.id }), 'unauthorized'],
    'of a rig that isn’t known': [proof({ iss: visitor.id }, visitor.key), 'unknown_author'],
    'by a key of another rig': [proof({}, other.key), 'unknown_key'],
    'by a key of nobody': [proof({}, await generateKey()), 'unknown_key'],
    'with a signature that doesn’t hold': [proof({}, { ...other.key, kid: rig.key.kid }), 'bad_signature'],
    'that is an event': [await rig.sign('vouch.given', { subject: other.id }), 'wrong_typ'],
    'that says more': [proof({ iat: 1 }), 'schema'],
    'that is a document': [signToken(typs.identity, { nonce: 'this visit' }, rig.key), 'wrong_typ'],
    'that is none': ['', 'not_compact'],
  };
  for (const [what, [text, code]] of Object.entries(refused)) await t.rejects(signIn(text), { code }, what);

  for (let more = 0; more < 19; more++) await signIn(proof());
  t.ok(await readBearer(services, first), 'twenty at once');
  await signIn(proof());
  t.equal(await readBearer(services, first), undefined, 'of more the oldest ends');
});
