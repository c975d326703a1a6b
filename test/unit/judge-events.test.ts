import t from 'tap';
import type { EntryRow } from '../../src/domain/state.ts';
import { textCodes } from '../../src/wire/codes.ts';
import { entriesOf } from '../support/projection.ts';
import { sha256, tokenOf } from '../support/signing.ts';
import { claim, comment, post, stamp, submit, vouch } from '../support/work.ts';
import { World } from '../support/world.ts';
import type { TestIdentity, TestNode } from '../support/world.ts';

/** What any entry and any event may be refused for, before rights and states are looked at (protocol.md section 5). */

interface Scene {
  world: World;
  node: TestNode;
  rig: TestIdentity;
  /** Verdict of a text, appended to the node's log. */
  verdictOf(text: string): string;
  /** An event of the rig with these members replaced. */
  event(changes: Record<string, unknown>): string;
}

function scene(name: string): Scene {
  const world = new World(`events ${name}`);
  const node = world.node('node');
  const rig = world.member('rig', node);
  const body = { subject: node.id };
  const event = (changes: Record<string, unknown>): string => {
    const iat = Math.floor(world.now / 1000);
    const payload = { iss: rig.id, aud: node.id, iat, jti: world.jti(), type: 'vouch.given', body, ...changes };
    return tokenOf({ typ: 'event', payload, key: rig.key });
  };
  return { world, node, rig, event, verdictOf: (text) => world.verdict(node.log.append(text)) };
}

t.test('duplicate, whatever became of the first', async (t) => {
  const { world, node, rig, event } = scene('duplicate');
  const late = world.rig('late', node);
  const early = late.event(node.id, 'vouch.given', { subject: node.id });
  const garbage = 'no-token';
  const texts = [event({}), early, garbage, late.first.text, event({ type: 'no.such' })];
  const firsts = texts.map((text) => node.log.append(text));
  const seconds = texts.map((text) => node.log.append(text));
  const hidden = node.log.append(`~${sha256(texts[0] ?? '')}`);
  t.strictSame(world.verdicts(...firsts), [
    'ok',
    'rejected: unknown_author',
    'rejected: not_compact',
    'ok',
    'rejected: unknown_type',
  ]);
  t.strictSame(new Set(world.verdicts(...seconds)), new Set(['ignored: duplicate']));
  t.equal(world.verdict(hidden), 'ignored: duplicate', 'withheld is the later check');

  const other = world.node('other');
  other.log.append(rig.first.text);
  t.equal(world.verdict(other.log.append(texts[0] ?? '')), 'rejected: wrong_audience', 'in another log it is none');
});

t.test('withheld: the hash stands for the text', async (t) => {
  const { world, node, rig } = scene('withheld');
  const item = post(node.log, rig);
  const said = comment(node.log, rig, item);
  const about = comment(node.log, rig, item);
  node.log.withhold(item);
  t.equal(world.verdict(item), 'pending: withheld');
  t.equal(world.verdict(said), 'pending: unknown_target', 'a withheld event isn’t well signed');
  t.equal(world.verdict(claim(node.log, rig, item)), 'ignored: unknown_item');
  const full = node.log.append(item.text);
  t.equal(world.verdict(full), 'ignored: duplicate', 'a text that stands there as a hash');
  t.equal(world.verdict(about), 'pending: unknown_target', 'and is no target');
  t.equal(world.verdict(node.log.append(`~${'a'.repeat(63)}`)), 'rejected: not_compact', 'no hash: a text like others');
  t.equal(world.verdict(node.log.append(`~${'A'.repeat(64)}`)), 'rejected: not_compact');
});

t.test('the text alone', async (t) => {
  const { rig, verdictOf } = scene('text');
  const token = (parts: { header?: object | string | Uint8Array; payload?: object | string | Uint8Array }): string =>
    tokenOf({ typ: 'event', key: rig.key, payload: {}, ...parts });
  const good = { alg: 'EdDSA', typ: 'wasteland-event+jwt', kid: rig.key.kid };
  const cases: [string, string][] = [
    ['not_compact', 'a.b'],
    ['not_base64url', 'e30=.e30.e30'],
    ['bad_utf8', token({ payload: Buffer.from([0x7b, 0xff]) })],
    ['bad_utf8', token({ header: Buffer.from([0x7b, 0xff]) })],
    ['bad_json', token({ payload: '[]' })],
    ['bad_json', token({ header: '{' })],
    ['too_deep', token({ payload: `{"a":${'['.repeat(16)}${']'.repeat(16)}}` })],
    ['unsafe_number', token({ payload: '{"a":9007199254740993}' })],
    ['lone_surrogate', token({ payload: '{"a":"\\ud800"}' })],
    ['forbidden_key', token({ payload: '{"__proto__":1}' })],
    ['duplicate_key', token({ payload: '{"a":1,"a":1}' })],
    ['unknown_header', token({ header: { jwk: {} } })],
    ['wrong_alg', token({ header: { alg: 'ES256' } })],
    ['wrong_typ', token({ header: { typ: 'JWT' } })],
    ['wrong_kid', token({ header: { kid: 'me' } })],
    ['wrong_kid', token({ header: JSON.stringify({ alg: good.alg, typ: good.typ }) })],
    ['wrong_typ', tokenOf({ typ: 'checkpoint', payload: {}, key: rig.key })],
    ['wrong_typ', tokenOf({ typ: 'view', payload: {}, key: rig.key })],
    ['bad_json', tokenOf({ typ: 'view', payload: 'x', key: rig.key })],
  ];
  for (const [code, text] of cases) t.equal(verdictOf(text), `rejected: ${code}`);
  const inNoLog = ['not_ascii', 'too_long'];
  t.strictSame(new Set([...cases.map(([code]) => code), ...inNoLog]), new Set(textCodes));
});

t.test('the envelope, the type, the body, in this order', async (t) => {
  const { event, verdictOf, rig } = scene('schema');
  const envelopes: Record<string, unknown>[] = [
    { extra: 1 },
    { iss: undefined },
    { iss: `${rig.id.slice(0, 42)}B` },
    { aud: 'here' },
    { iat: 1.5 },
    { iat: -1 },
    { iat: '1' },
    { jti: 'AAAAAAAAAAAAAAAAAAAAAB' },
    { jti: 'short' },
    { type: 7 },
    { body: [] },
    { body: null },
    { type: 'no.such', iat: -1 },
  ];
  for (const changes of envelopes) t.equal(verdictOf(event(changes)), 'rejected: schema', JSON.stringify(changes));
  for (const type of ['no.such', 'identity', 'toString', '__proto__', '', 'wanted.', 'Wanted.posted']) {
    t.equal(verdictOf(event({ type, body: { x: 1 } })), 'rejected: unknown_type', type);
  }
  t.equal(verdictOf(event({ body: {} })), 'rejected: schema');
  t.equal(verdictOf(event({ body: {}, aud: rig.id, iat: 1 })), 'rejected: schema', 'before wrong_audience and stale');
  t.equal(verdictOf(event({ aud: rig.id, iat: 1 })), 'rejected: wrong_audience', 'before stale');
  t.equal(verdictOf(event({ iss: rig.key.kid, iat: 1 })), 'rejected: stale', 'before unknown_author');
});

t.test('every body keeps its limits', async (t) => {
  const { event, verdictOf, rig, node } = scene('bodies');
  const id = rig.id;
  const item = `w-${'a'.repeat(40)}`;
  const completion = `c-${'a'.repeat(40)}`;
  const posting = { title: 'x', type: 'bug', priority: 0, effort: 'small' };
  const text = (bytes: number): string => 'é'.repeat(bytes / 2) + (bytes % 2 === 1 ? 'x' : '');
  const many = (count: number, value: unknown): unknown[] => Array.from({ length: count }, () => value);
  const score = { score: 1, confidence: 0 };
  const stamped = { completion, subject: id, dimensions: { quality: score }, severity: 'leaf' };
  const link = { url: 'x' };

  const edges: [type: string, body: object, good: object, bad: object][] = [
    ['wanted.posted', posting, { title: text(400) }, { title: text(401) }],
    ['wanted.posted', posting, { title: 'x' }, { title: '' }],
    ['wanted.posted', posting, { description: text(8000) }, { description: text(8001) }],
    ['wanted.posted', posting, { project: '' }, { project: text(65) }],
    ['wanted.posted', posting, { type: 'other' }, { type: 'chore' }],
    ['wanted.posted', posting, { priority: 4 }, { priority: 5 }],
    ['wanted.posted', posting, { priority: 0 }, { priority: -1 }],
    ['wanted.posted', posting, { priority: 2.0 }, { priority: 2.5 }],
    ['wanted.posted', posting, { effort: 'epic' }, { effort: 'huge' }],
    ['wanted.posted', posting, { tags: many(32, text(64)) }, { tags: many(33, 'x') }],
    ['wanted.posted', posting, { skills: [] }, { skills: [text(65)] }],
    ['wanted.posted', posting, { reviewers: many(16, id) }, { reviewers: many(17, id) }],
    ['wanted.posted', posting, { claim_ttl: 60 }, { claim_ttl: 59 }],
    ['wanted.posted', posting, { claim_ttl: 31_536_000 }, { claim_ttl: 31_536_001 }],
    ['wanted.posted', posting, { min_tier: 1 }, { min_tier: 0 }],
    ['wanted.posted', posting, { min_tier: 3 }, { min_tier: 4 }],
    ['wanted.posted', posting, { sandbox: { a: 'x'.repeat(1992) } }, { sandbox: { a: 'x'.repeat(1993) } }],
    ['wanted.posted', posting, { origin_ref: text(255) }, { origin_ref: text(256) }],
    ['wanted.posted', posting, { acceptance: many(16, '') }, { acceptance: [] }],
    ['wanted.posted', posting, { acceptance: [text(500)] }, { acceptance: [text(501)] }],
    ['wanted.posted', posting, { parent: item }, { parent: '' }],
    ['wanted.posted', posting, { depends_on: many(32, item) }, { depends_on: [] }],
    ['wanted.posted', posting, { depends_on: [item] }, { depends_on: many(33, item) }],
    ['wanted.posted', posting, {}, { status: 'open' }],
    ['wanted.updated', { item }, { title: 'x' }, {}],
    ['wanted.updated', { item }, { parent: '' }, { parent: 'w-1' }],
    ['wanted.updated', { item }, { acceptance: [] }, { title: '' }],
    ['wanted.updated', { item }, { depends_on: [] }, { claim_ttl: 0 }],
    ['wanted.updated', { item }, { description: '' }, { sandbox: null }],
    ['wanted.withdrawn', { item }, { reason: text(1000) }, { reason: text(1001) }],
    ['wanted.claimed', { item }, {}, { note: '' }],
    ['wanted.claimed', { item }, {}, { item: 'w-0123456789' }],
    ['wanted.released', { item }, { reason: '' }, { reason: text(1001) }],
    ['work.progressed', { item }, { note: text(1000) }, { note: text(1001) }],
    ['work.submitted', { item }, { evidence: many(16, link) }, { evidence: [] }],
    ['work.submitted', { item }, { evidence: [{ url: text(2000) }] }, { evidence: [{ url: text(2001) }] }],
    ['work.submitted', { item }, { evidence: [{ url: '' }] }, { evidence: [{}] }],
    ['work.submitted', { item }, { evidence: [{ ...link, digest: text(128) }] }, { evidence: [{ ...link, size: 1 }] }],
    ['work.submitted', { item, evidence: [link] }, { summary: text(4000) }, { summary: text(4001) }],
    ['work.accepted', { completion }, { reason: '' }, { completion: item }],
    ['work.rejected', { completion }, { reason: text(1000) }, { reason: text(1001) }],
    ['stamp.issued', stamped, {}, { dimensions: {} }],
    ['stamp.issued', stamped, { dimensions: { creativity: score } }, { dimensions: { speed: score } }],
    ['stamp.issued', stamped, { dimensions: { quality: { score: 4.5, confidence: 1 } } }, { severity: 'tree' }],
    ['stamp.issued', stamped, {}, { dimensions: { quality: { score: 4.25, confidence: 1 } } }],
    ['stamp.issued', stamped, {}, { dimensions: { quality: { score: 5.5, confidence: 1 } } }],
    ['stamp.issued', stamped, {}, { dimensions: { quality: { score: 0.5, confidence: 1 } } }],
    ['stamp.issued', stamped, { dimensions: { quality: { score: 1, confidence: 0.29 } } }, { severity: undefined }],
    ['stamp.issued', stamped, {}, { dimensions: { quality: { score: 1, confidence: 0.295 } } }],
    ['stamp.issued', stamped, {}, { dimensions: { quality: { score: 1, confidence: 1.01 } } }],
    ['stamp.issued', stamped, { message: text(2000) }, { message: text(2001) }],
    ['stamp.revoked', { stamp: `s-${'a'.repeat(40)}` }, { reason: '' }, {}],
    ['vouch.given', { subject: id }, { note: text(1000) }, { note: text(1001) }],
    ['vouch.withdrawn', {}, { vouch: `v-${'a'.repeat(40)}` }, { vouch: `s-${'a'.repeat(40)}` }],
    ['comment.posted', { about: item }, { text: text(4000) }, { text: text(4001) }],
    ['comment.posted', { about: completion }, { text: 'x' }, { text: '' }],
    ['comment.posted', { text: 'x' }, { about: `s-${'a'.repeat(40)}` }, { about: `m-${'a'.repeat(40)}` }],
    ['comment.withdrawn', {}, { comment: `m-${'a'.repeat(40)}` }, {}],
    ['rig.linked', { other: node.id }, { relation: 'same_owner' }, { relation: 'friends' }],
  ];
  for (const [type, body, good, bad] of edges) {
    const name = `${type} ${JSON.stringify(bad).slice(0, 60)}`;
    t.not(verdictOf(event({ type, body: { ...body, ...good } })), 'rejected: schema', `good ${name}`);
    t.equal(verdictOf(event({ type, body: { ...body, ...bad } })), 'rejected: schema', `bad ${name}`);
  }
});

t.test('stale: more than ten minutes ahead or 72 hours behind', async (t) => {
  const { world, node, event } = scene('stale');
  const logged = world.now;
  const at = logged / 1000;
  const verdict = (iat: number): string => world.verdict(node.log.append(event({ iat }), logged));
  t.equal(verdict(at + 600), 'ok');
  t.equal(verdict(at + 601), 'rejected: stale');
  t.equal(verdict(at - 72 * 3600), 'ok');
  t.equal(verdict(at - 72 * 3600 - 1), 'rejected: stale');
  const beyond = (iat: number, offset: number): string =>
    world.verdict(node.log.append(event({ iat }), logged + offset));
  t.equal(beyond(at + 600, 1), 'ok');
  t.equal(beyond(at - 72 * 3600, 1), 'rejected: stale', 'to the millisecond');
});

t.test('author, key, signature', async (t) => {
  const { world, node, rig, event, verdictOf } = scene('author');
  const stranger = world.rig('stranger', node);
  const fresh = world.key('fresh');
  const recovery = world.key('recovery');
  const recovering = world.member('recovering', node, { recovery: [recovery] });
  const body = { subject: node.id };
  t.equal(verdictOf(stranger.event(node.id, 'vouch.given', body)), 'rejected: unknown_author');
  t.equal(verdictOf(rig.event(node.id, 'vouch.given', body, { key: fresh })), 'rejected: unknown_key');
  t.equal(
    verdictOf(recovering.event(node.id, 'vouch.given', body, { key: recovery })),
    'rejected: unknown_key',
    'a recovery key signs documents only',
  );
  t.equal(verdictOf(rig.event(node.id, 'vouch.given', body, { key: stranger.key })), 'rejected: unknown_key');
  const good = event({});
  t.equal(verdictOf(`${good.slice(0, -86)}${'A'.repeat(86)}`), 'rejected: bad_signature');
  t.equal(verdictOf(`${good.slice(0, -86)}AAAA`), 'rejected: bad_signature', 'of any length');
  const forged = tokenOf({ typ: 'event', payload: { x: 1 }, key: stranger.key, header: { kid: rig.key.kid } });
  t.equal(verdictOf(forged), 'rejected: schema');
  t.equal(verdictOf(good), 'ok');

  const next = rig.next({ keys: [rig.key, fresh] });
  t.equal(verdictOf(rig.event(node.id, 'vouch.given', body, { key: fresh })), 'rejected: unknown_key', 'not yet');
  node.log.append(next.text);
  t.equal(verdictOf(rig.event(node.id, 'vouch.given', body, { key: fresh })), 'ok');
  const elsewhere = world.node('elsewhere');
  elsewhere.log.append(rig.first.text);
  const there = elsewhere.log.append(rig.event(elsewhere.id, 'vouch.given', body, { key: fresh }));
  t.equal(world.verdict(there), 'rejected: unknown_key', 'that another log knows it is no help');
});

t.test('a key of any branch may be named', async (t) => {
  const { world, node, rig, verdictOf } = scene('branch');
  const [won, lost] = [world.key('won'), world.key('lost')];
  const after = rig.first;
  node.log.append(rig.next({ keys: [rig.key, won] }, { after }).text);
  node.log.append(rig.next({ keys: [rig.key, lost] }, { after }).text);
  const posting = { title: 'x', type: 'bug', priority: 0, effort: 'small' };
  t.equal(verdictOf(rig.event(node.id, 'wanted.posted', posting, { key: won })), 'ok');
  t.equal(verdictOf(rig.event(node.id, 'wanted.posted', posting, { key: lost })), 'rejected: key_not_in_force');
  t.equal(verdictOf(rig.event(node.id, 'vouch.given', { subject: node.id }, { key: lost })), 'ignored: not_in_chain');
});

t.test('what a well signed event leaves in its row, and a refused one doesn’t', async (t) => {
  const { world, node, rig } = scene('row');
  const worker = world.member('worker', node);
  const item = post(node.log, rig);
  claim(node.log, worker, item);
  const completion = submit(node.log, worker, item);
  const issued = stamp(node.log, rig, completion, worker);
  const state = world.project();
  const row = (at: { seq: number }): object => {
    const entry = state.table('entries').get(node.id, at.seq);
    const { type, author, made, target, subject, item: about } = entry ?? ({} as Partial<EntryRow>);
    return { type, author, made, target, subject, item: about };
  };
  const plain = { target: null, subject: null };
  t.strictSame(row(item), { type: 'wanted.posted', author: rig.id, made: item.id, ...plain, item: item.id });
  t.strictSame(row(completion), {
    type: 'work.submitted',
    author: worker.id,
    made: completion.id,
    ...plain,
    item: item.id,
  });
  t.strictSame(row(issued), {
    type: 'stamp.issued',
    author: rig.id,
    made: issued.id,
    target: completion.id,
    subject: worker.id,
    item: null,
  });
  const bad = node.log.append(rig.event(node.id, 'vouch.given', {}));
  const [last] = entriesOf(world.project(), node.id).slice(-1);
  t.match(last, { seq: bad.seq, type: null, author: null, kid: null, made: null, body: null, hash: bad.hash });
  t.equal(world.verdict(vouch(node.log, worker, rig)), 'ok');
});
