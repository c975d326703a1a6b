import t from 'tap';
import type { PrivateKey } from '../../src/identity/keys.ts';
import { entriesOf } from '../support/projection.ts';
import { publicJwk, tokenOf } from '../support/signing.ts';
import { comment, post } from '../support/work.ts';
import { World } from '../support/world.ts';
import type { DocumentChanges, SignedDocument, TestIdentity, TestNode } from '../support/world.ts';

/** Identity documents in one log (protocol.md sections 2 and 5). */

interface Scene {
  world: World;
  node: TestNode;
  rig: TestIdentity;
  recovery: ReturnType<World['key']>;
  /** Verdict of one document, appended to the node's log. */
  verdictOf(document: SignedDocument | string): string;
}

/** A node and a rig with one key and one recovery key, in a world of its own. */
function scene(name: string, changes: DocumentChanges = {}): Scene {
  const world = new World(`documents ${name}`);
  const node = world.node('node');
  const recovery = world.key('recovery');
  const rig = world.member('rig', node, { recovery: [recovery], ...changes });
  const verdictOf = (document: SignedDocument | string): string =>
    world.verdict(node.log.append(typeof document === 'string' ? document : document.text));
  return { world, node, rig, recovery, verdictOf };
}

/** Verdict of a document 0 with these members, alone in its log. */
function firstVerdict(name: string, changes: DocumentChanges, by?: PrivateKey): string {
  const world = new World(`first ${name}`);
  const node = world.node('node');
  const key = by ?? world.key('rig');
  const payload = { ...world.rig('rig', node).first.payload, ...signable({ keys: [key], ...changes }) };
  return world.verdict(node.log.append(tokenOf({ typ: 'identity', payload, key })));
}

/** Members as they stand in the payload: keys as JWKs; JSON leaves out what is undefined. */
function signable(changes: DocumentChanges): object {
  const jwks = changes.keys?.map((key) => (key instanceof Object && 'jwk' in key ? publicJwk(key as PrivateKey) : key));
  return { ...changes, keys: jwks };
}

t.test('document 0', async (t) => {
  const stranger = new World('first').key('stranger');
  const own = new World('first').key('own');
  t.equal(firstVerdict('plain', {}), 'ok');
  t.equal(firstVerdict('all', { name: 'Ünï', also_known_as: ['https://example.org/x'] }), 'ok');
  t.equal(firstVerdict('stranger', { keys: [own] }, stranger), 'rejected: unknown_key');
  t.equal(
    firstVerdict('recovery', { keys: [own], recovery: [publicJwk(stranger)] }, stranger),
    'rejected: unknown_key',
    'a recovery key signs no document 0',
  );
  const revoked = [{ kid: own.kid, upto: {} }];
  t.equal(firstVerdict('revoked', { revoked }), 'rejected: bad_revocation', 'it holds nothing that could be dropped');
  t.equal(firstVerdict('tombstone', { status: 'tombstone', keys: [] }), 'rejected: unknown_key');
});

t.test('schema: what the document alone shows', async (t) => {
  const world = new World('schema');
  const node = world.node('node');
  const key = world.key('rig');
  const other = publicJwk(world.key('other'));
  const id = node.id;
  const bad: Record<string, DocumentChanges> = {
    'an unknown member': { extra: 1 },
    'no handle': { handle: undefined },
    'a handle in capitals': { handle: 'Rig' },
    'a handle that ends with a hyphen': { handle: 'rig-' },
    'a handle of 40 characters': { handle: 'a'.repeat(40) },
    'a kind that there isn’t': { kind: 'robot' },
    'seq 1 without prev': { seq: 1 },
    'prev at seq 0': { prev: 'a'.repeat(64) },
    'an id at seq 0': { id },
    'prev in capitals': { seq: 1, id, prev: 'A'.repeat(64) },
    'an id that isn’t canonical': { seq: 1, id: `${id.slice(0, 42)}B`, prev: 'a'.repeat(64) },
    'no id at seq 1': { seq: 1, prev: 'a'.repeat(64) },
    'no keys': { keys: [] },
    'a tombstone with keys': { status: 'tombstone' },
    'another status': { status: 'gone' },
    '17 keys': { keys: Array.from({ length: 17 }, (_, at) => publicJwk(world.key(`many ${at}`))) },
    '5 recovery keys': { recovery: Array.from({ length: 5 }, (_, at) => publicJwk(world.key(`many ${at}`))) },
    'no recovery': { recovery: undefined },
    'a key twice': { keys: [publicJwk(key), other, other] },
    'a key twice with custody': { keys: [publicJwk(key), other, { ...other, custody: id }] },
    'a key in both': { recovery: [publicJwk(key)], keys: [publicJwk(key)] },
    'no home': { home: undefined },
    'a home for a node': { kind: 'node' },
    'an owner of a human': { owner: id },
    'an owner of a node': { kind: 'node', home: undefined, owner: id },
    'a name of 101 bytes': { name: 'é'.repeat(50) + 'x' },
    'nine names elsewhere': { also_known_as: Array.from({ length: 9 }, () => 'https://example.org') },
    'a URI of 256 bytes': { also_known_as: ['x'.repeat(256)] },
    'a negative iat': { iat: -1 },
    'an iat that is no integer': { iat: 1.5 },
    'a revocation with another member': { revoked: [{ kid: id, upto: {}, why: 'x' }] },
    'an upto of something else': { revoked: [{ kid: id, upto: { here: 1 } }] },
    'a negative upto': { revoked: [{ kid: id, upto: { [id]: -1 } }] },
    'null for absent': { name: null },
  };
  for (const [what, changes] of Object.entries(bad)) {
    t.equal(firstVerdict(`schema ${what}`, changes, key), 'rejected: schema', what);
  }
  t.equal(firstVerdict('an agent', { kind: 'agent', owner: id }), 'ok');
  t.equal(firstVerdict('a node', { kind: 'node', home: undefined }), 'ok');
  t.equal(firstVerdict('a name of 100 bytes', { name: 'é'.repeat(50) }), 'ok');
  t.equal(firstVerdict('a handle of 39', { handle: 'a'.repeat(39) }), 'ok');
  t.equal(firstVerdict('an empty revoked', { revoked: [] }), 'ok');
});

t.test('an agent never owns itself', async (t) => {
  const world = new World('own owner');
  const node = world.node('node');
  const agent = world.member('agent', node, { kind: 'agent' });
  t.equal(world.verdict(node.log.append(agent.next({ owner: agent.id }).text)), 'rejected: schema');
});

t.test('each key is checked, after the schema and before the chain', async (t) => {
  const good = publicJwk(new World('keys').key('good'));
  const signer = new World('keys').key('signer');
  const withKey = (key: unknown): string => firstVerdict('key', { keys: [signer, key] }, signer);
  const withRecovery = (key: unknown): string => firstVerdict('key', { recovery: [key] }, signer);
  const identityPoint = Buffer.from([1, ...Array.from({ length: 31 }, () => 0)]).toString('base64url');
  const noPoint = Buffer.from([2, ...Array.from({ length: 31 }, () => 0)]).toString('base64url');

  t.equal(withKey(good), 'ok');
  t.equal(withKey({ ...good, custody: good.x }), 'ok');
  t.equal(withRecovery({ ...good, custody: good.x }), 'rejected: bad_key');
  t.equal(withKey({ ...good, d: good.x }), 'rejected: bad_key');
  t.equal(withKey('x'), 'rejected: bad_key');
  t.equal(withKey(null), 'rejected: bad_key');
  t.equal(withKey({ ...good, x: 'AAAA' }), 'rejected: bad_key');
  t.equal(withKey({ ...good, x: noPoint }), 'rejected: noncanonical_key');
  t.equal(withKey({ ...good, x: identityPoint }), 'rejected: low_order_key');
  t.equal(withRecovery({ ...good, x: identityPoint }), 'rejected: low_order_key');
});

t.test('a later document follows its predecessor', async (t) => {
  const { world, node, rig, recovery, verdictOf } = scene('later');
  t.equal(verdictOf(rig.next({ name: 'one' })), 'ok');
  t.equal(verdictOf(rig.next({ name: 'two' }, { by: recovery })), 'ok', 'a recovery key of the predecessor signs too');
  t.equal(
    verdictOf(rig.next({ name: 'three' }, { by: world.key('stranger'), after: rig.latest })),
    'rejected: unknown_key',
  );

  const unlogged = rig.next({ name: 'x' }, { after: rig.first });
  t.equal(verdictOf(rig.next({}, { after: unlogged })), 'rejected: no_predecessor');
  const text = rig.next({}, { after: rig.first }).text;
  t.equal(verdictOf(`${text.slice(0, -86)}${'A'.repeat(86)}`), 'rejected: bad_signature');

  const other = world.member('other', node);
  t.equal(
    verdictOf(other.next({ id: other.id, prev: rig.first.hash }, { by: rig.key })),
    'rejected: no_predecessor',
    'prev must be of the chain that id names',
  );
  t.equal(verdictOf(rig.next({ seq: 5 }, { after: rig.first })), 'rejected: bad_document');
  t.equal(verdictOf(rig.next({ kind: 'org' }, { after: rig.first })), 'rejected: bad_document');
});

t.test('a document counts in a log only when its whole chain stands earlier in that log', async (t) => {
  const world = new World('whole chain');
  const a = world.node('a');
  const b = world.node('b');
  const rig = world.member('rig', a);
  const second = rig.next({ name: 'two' });
  const third = rig.next({ name: 'three' });
  a.log.append(second.text);
  const inA = a.log.append(third.text);
  b.log.append(rig.first.text);
  const early = b.log.append(third.text);
  b.log.append(second.text);
  const again = b.log.append(third.text);
  t.strictSame(world.verdicts(inA, early, again), ['ok', 'rejected: no_predecessor', 'ignored: duplicate']);
});

t.test('the signer is a key of the predecessor, not of the document itself nor of an older one', async (t) => {
  const { world, rig, node, verdictOf } = scene('signer');
  const fresh = world.key('fresh');
  t.equal(verdictOf(rig.next({ keys: [rig.key, fresh] }, { by: fresh, after: rig.first })), 'rejected: unknown_key');
  const dropped = rig.next({ keys: [fresh], revoked: [{ kid: rig.key.kid, upto: { [node.id]: 9 } }] });
  t.equal(verdictOf(dropped), 'ok');
  t.equal(verdictOf(rig.next({ name: 'thief' }, { by: rig.key, after: dropped })), 'rejected: unknown_key');
});

t.test('recovery changes only by a document that a recovery key signed', async (t) => {
  const { world, rig, recovery, verdictOf } = scene('recovery');
  const more = world.key('more');
  const after = rig.first;
  t.equal(verdictOf(rig.next({ recovery: [] }, { after })), 'rejected: recovery_changed');
  t.equal(verdictOf(rig.next({ recovery: [recovery, more] }, { after })), 'rejected: recovery_changed');
  t.equal(verdictOf(rig.next({ recovery: [more] }, { after })), 'rejected: recovery_changed');
  const two = rig.next({ recovery: [recovery, more] }, { after, by: recovery });
  t.equal(verdictOf(two), 'ok');
  t.equal(
    verdictOf(rig.next({ recovery: [more, recovery], name: 'x' }, { after: two })),
    'ok',
    'another order is no change',
  );
  t.equal(verdictOf(rig.next({ recovery: [] }, { after: two, by: more })), 'ok');

  const bare = scene('no recovery', { recovery: [] });
  t.equal(bare.verdictOf(bare.rig.next({ recovery: [bare.recovery] })), 'ok', 'an empty list may be filled by any key');
});

t.test('a dropped key needs its upto', async (t) => {
  const { world, node, rig, recovery, verdictOf } = scene('drop');
  const [a, b] = [world.key('a'), world.key('b')];
  const { kid } = rig.key;
  const after = rig.first;
  t.equal(verdictOf(rig.next({ keys: [a] }, { after })), 'rejected: drop_without_upto');
  t.equal(
    verdictOf(rig.next({ keys: [a], revoked: [{ kid: a.kid, upto: {} }] }, { after })),
    'rejected: drop_without_upto',
  );
  const status = 'tombstone';
  t.equal(verdictOf(rig.next({ keys: [], status }, { after })), 'rejected: drop_without_upto', 'a tombstone drops all');

  const revoked = [{ kid, upto: { [node.id]: 3 } }];
  t.equal(verdictOf(rig.next({ revoked }, { after })), 'rejected: bad_revocation', 'it is still held');
  t.equal(
    verdictOf(rig.next({ keys: [a], revoked: [...revoked, { kid: b.kid, upto: {} }] }, { after })),
    'rejected: bad_revocation',
    'never held',
  );
  t.equal(
    verdictOf(rig.next({ keys: [rig.key], revoked: [{ kid: recovery.kid, upto: {} }] }, { after })),
    'rejected: bad_revocation',
    'a recovery key is none of keys',
  );
  const moved = { keys: [a], recovery: [recovery, rig.key], revoked };
  t.equal(
    verdictOf(rig.next(moved, { after, by: recovery })),
    'rejected: bad_revocation',
    'a dropped key that the same document lists in recovery',
  );

  const dropped = rig.next({ keys: [a], revoked }, { after });
  t.equal(verdictOf(dropped), 'ok');
  t.equal(verdictOf(rig.next({ keys: [a], revoked }, { after: dropped, by: a })), 'ok', 'naming it again is no harm');
  t.equal(verdictOf(rig.next({ keys: [a, rig.key] }, { after: dropped, by: a })), 'rejected: key_returned');
  t.equal(
    verdictOf(rig.next({ keys: [a], recovery: [recovery, rig.key] }, { after: dropped, by: recovery })),
    'rejected: key_returned',
    'nor as a recovery key',
  );
  t.equal(
    verdictOf(rig.next({ keys: [a, rig.key], revoked }, { after: dropped, by: a })),
    'rejected: bad_revocation',
    'the earlier check names the code',
  );
});

t.test('a recovery key that leaves may come back', async (t) => {
  const { world, rig, recovery, verdictOf } = scene('recovery returns');
  const other = world.key('other');
  const out = rig.next({ recovery: [other] }, { by: recovery });
  t.equal(verdictOf(out), 'ok');
  t.equal(verdictOf(rig.next({ recovery: [recovery] }, { by: other, after: out })), 'ok');
  t.equal(verdictOf(rig.next({ keys: [rig.key, recovery] }, { after: out })), 'ok', 'and become an ordinary key');
});

t.test('nothing follows a tombstone', async (t) => {
  const { node, rig, recovery, verdictOf } = scene('tombstone');
  const revoked = [{ kid: rig.key.kid, upto: { [node.id]: node.log.seq } }];
  const end = rig.next({ keys: [], status: 'tombstone', revoked });
  t.equal(verdictOf(end), 'ok');
  const back = { keys: [recovery], recovery: [], status: undefined };
  t.equal(verdictOf(rig.next({ status: undefined, keys: [rig.key] }, { after: end })), 'rejected: unknown_key');
  t.equal(verdictOf(rig.next(back, { after: end, by: recovery })), 'rejected: tombstoned');
  t.equal(
    verdictOf(rig.next({ ...back, seq: 7 }, { after: end, by: recovery })),
    'rejected: tombstoned',
    'before bad_document',
  );
});

t.test('too_many_forks: eight of each sort in one log', async (t) => {
  const { world, node, rig, recovery } = scene('forks');
  const other = world.node('other');
  const after = rig.first;
  const appended = [];
  for (let n = 0; n < 9; n += 1) appended.push(node.log.append(rig.next({ name: `plain ${n}` }, { after }).text));
  for (let n = 0; n < 9; n += 1) {
    appended.push(node.log.append(rig.next({ name: `recovered ${n}` }, { after, by: recovery }).text));
  }
  other.log.append(rig.first.text);
  const elsewhere = other.log.append(appended[8]?.text ?? '');
  const ok = Array.from({ length: 8 }, () => 'ok');
  t.strictSame(world.verdicts(...appended), [...ok, 'rejected: too_many_forks', ...ok, 'rejected: too_many_forks']);
  t.equal(world.verdict(elsewhere), 'ok', 'the limit is one log’s own');
});

t.test('order of the checks when several fail', async (t) => {
  const { world, rig, recovery, verdictOf } = scene('order');
  const stranger = world.key('stranger');
  const after = rig.first;
  const unlogged = rig.next({ name: 'x' }, { after });
  t.equal(verdictOf(rig.next({}, { after: unlogged, by: stranger })), 'rejected: no_predecessor', 'before unknown_key');
  t.equal(verdictOf(rig.next({ seq: 9 }, { after, by: stranger })), 'rejected: unknown_key', 'before bad_document');
  t.equal(
    verdictOf(rig.next({ seq: 9, recovery: [] }, { after })),
    'rejected: bad_document',
    'before recovery_changed',
  );
  t.equal(
    verdictOf(rig.next({ recovery: [], keys: [stranger] }, { after })),
    'rejected: recovery_changed',
    'before drop',
  );
  t.equal(
    verdictOf(rig.next({ keys: [stranger], revoked: [{ kid: recovery.kid, upto: {} }] }, { after })),
    'rejected: drop_without_upto',
    'before bad_revocation',
  );
  const forged = rig.next({ seq: 9 }, { after }).text;
  t.equal(verdictOf(`${forged.slice(0, -86)}${'A'.repeat(86)}`), 'rejected: bad_signature', 'before bad_document');
});

t.test('a document is a duplicate in the same log only, and never stale', async (t) => {
  const { world, node, rig } = scene('twice');
  const other = world.node('other');
  const again = node.log.append(rig.first.text);
  world.wait(400 * 24 * 3_600_000);
  const elsewhere = other.log.append(rig.first.text);
  t.strictSame(world.verdicts(again, elsewhere), ['ignored: duplicate', 'ok']);
});

t.test('a refused document leaves nothing behind', async (t) => {
  const { world, node, rig } = scene('nothing');
  const fresh = world.key('fresh');
  const refused = rig.next({ keys: [fresh] }, { after: rig.first });
  node.log.append(refused.text);
  const act = post(node.log, rig);
  const byFresh = comment(node.log, rig, act, { key: fresh });
  const state = world.project();
  t.equal(state.table('documents').get(refused.hash), undefined);
  t.strictSame(state.table('identities').get(rig.id)?.keys, [rig.key.kid]);
  t.strictSame(
    entriesOf(state, node.id).map((entry) => entry.type),
    ['identity', 'identity', null, 'wanted.posted', null],
  );
  t.equal(world.verdict(byFresh), 'rejected: unknown_key');
});
