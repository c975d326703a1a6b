import t from 'tap';
import { MemoryState } from '../../src/domain/memory-state.ts';
import { readCheckpoint, signedAtOurHead, SuffixCheck } from '../../src/identity/suffix.ts';
import type { LogCheck } from '../../src/identity/suffix.ts';
import { loggedAtRange } from '../../src/wire/checkpoint.ts';
import type { LogEntry } from '../../src/wire/checkpoint.ts';
import { land, project } from '../support/projection.ts';
import { tokenOf } from '../support/signing.ts';
import { post } from '../support/work.ts';
import { World } from '../support/world.ts';
import type { TestIdentity, TestNode } from '../support/world.ts';

/** A log extends, or it doesn't (protocol.md section 4). */

interface Scene {
  world: World;
  node: TestNode;
  rig: TestIdentity;
}

function scene(name: string): Scene {
  const world = new World(`suffix ${name}`);
  const node = world.node('node');
  const rig = world.member('rig', node);
  post(node.log, rig);
  return { world, node, rig };
}

/** `ok` or the code, for a log read from its start, or from behind its first `held` entries. */
function check(node: TestNode, entries: readonly LogEntry[], checkpoint: string, held = 0): string {
  const state = new MemoryState();
  for (const entry of entries.slice(0, held)) land(state, node.id, entry);
  const suffix = new SuffixCheck(state, node.id);
  for (const entry of entries.slice(held)) suffix.push([entry]);
  return codeOf(suffix.finish(checkpoint));
}

function codeOf(result: LogCheck): string {
  return result.ok ? 'ok' : result.code;
}

t.test('a log extends, in whatever slices', async (t) => {
  const { node, rig } = scene('extends');
  for (let n = 0; n < 6; n += 1) post(node.log, rig);
  const { entries } = node.log;
  for (let held = 0; held <= entries.length; held += 1) {
    t.equal(check(node, entries, node.checkpoint(), held), 'ok', `behind ${held}`);
    const whole = new SuffixCheck(project({ [node.id]: entries.slice(0, held) }), node.id, 'start');
    whole.push(entries);
    t.equal(whole.seq, entries.length);
    t.equal(codeOf(whole.finish(node.checkpoint())), 'ok', `from the start beside ${held}`);
  }
});

t.test('what is wrong with the entries', async (t) => {
  const { world, node } = scene('entries');
  const { entries } = node.log;
  const last = entries.at(-1) as LogEntry;
  const withLast = (changes: Partial<LogEntry>): LogEntry[] => [...entries.slice(0, -1), { ...last, ...changes }];
  const checkpoint = node.checkpoint();
  t.equal(check(node, withLast({ seq: 7 }), checkpoint), 'gap');
  t.equal(check(node, withLast({ seq: 2 }), checkpoint), 'gap');
  t.equal(check(node, entries.slice(0, -1), checkpoint), 'gap', 'fewer than the checkpoint covers');
  t.equal(check(node, entries, node.checkpoint(2)), 'gap', 'more than it covers');
  t.equal(check(node, withLast({ jws: '' }), checkpoint), 'too_long');
  t.equal(check(node, withLast({ jws: 'x'.repeat(16_001) }), checkpoint), 'too_long');
  t.equal(check(node, withLast({ jws: 'x'.repeat(16_000) }), checkpoint), 'wrong_root');
  for (const jws of ['a b', 'é', 'a\n', '\x7f']) t.equal(check(node, withLast({ jws }), checkpoint), 'not_ascii');
  for (const logged_at of [loggedAtRange.max + 1, last.logged_at + 0.5, NaN]) {
    t.equal(check(node, withLast({ logged_at }), checkpoint), 'bad_time');
  }
  t.equal(check(node, withLast({ logged_at: loggedAtRange.min - 1 }), checkpoint), 'bad_time');
  t.equal(check(node, withLast({ logged_at: (entries.at(-2)?.logged_at ?? 0) - 1 }), checkpoint), 'decreasing_time');
  t.equal(check(node, withLast({ logged_at: (entries.at(-2)?.logged_at ?? 0) - 1 }), checkpoint, 2), 'decreasing_time');
  t.equal(
    check(node, withLast({ logged_at: last.logged_at + 1 }), checkpoint),
    'wrong_root',
    'the leaf holds the time',
  );
  t.equal(check(node, withLast({ jws: `${last.jws}A` }), checkpoint), 'wrong_root');
  t.equal(check(node, withLast({ jws: `~${'a'.repeat(64)}` }), checkpoint), 'wrong_root');
  world.now = last.logged_at;
  node.log.append('same-time', last.logged_at);
  t.equal(check(node, node.log.entries, node.checkpoint()), 'ok', 'equal times are fine');
});

t.test('a withheld text has the hash of the text', async (t) => {
  const { node, rig } = scene('withheld');
  const item = post(node.log, rig);
  const checkpoint = node.checkpoint();
  node.log.withhold(item);
  t.equal(check(node, node.log.entries, checkpoint), 'ok');
});

t.test('entry 1 is the node’s own document 0', async (t) => {
  const { world, node, rig } = scene('first');
  const checkpoint = node.checkpoint();
  const other = world.node('other');
  for (const first of [rig.first.text, other.first.text, 'nothing', `~${node.first.hash}`]) {
    const entries = [{ seq: 1, logged_at: world.now, jws: first }];
    t.equal(check(node, entries, checkpoint), 'first_entry');
  }
  const log = [{ seq: 1, logged_at: world.now, jws: rig.first.text }];
  const suffix = new SuffixCheck(new MemoryState(), rig.id);
  suffix.push(log);
  t.equal(codeOf(suffix.finish(checkpoint)), 'first_entry', 'a rig has no log');
  const forged = `${node.first.text.slice(0, -86)}${'A'.repeat(86)}`;
  t.equal(check(node, [{ seq: 1, logged_at: world.now, jws: forged }], checkpoint), 'first_entry');
});

t.test('the checkpoint itself', async (t) => {
  const { world, node, rig } = scene('checkpoint');
  const { entries } = node.log;
  const stranger = world.key('stranger');
  t.equal(check(node, entries, ''), 'bad_checkpoint');
  t.equal(check(node, entries, rig.first.text), 'bad_checkpoint');
  t.equal(check(node, entries, node.checkpoint(undefined, { extra: 1 })), 'bad_checkpoint');
  t.equal(check(node, entries, node.checkpoint(undefined, { iss: rig.id })), 'bad_checkpoint');
  t.equal(check(node, entries, node.checkpoint(undefined, { seq: 0 })), 'bad_checkpoint');
  t.equal(check(node, entries, node.checkpoint(undefined, { root: 'a'.repeat(64) })), 'wrong_root');
  t.equal(check(node, entries, node.checkpoint(undefined, {}, stranger)), 'checkpoint_key');
  t.equal(check(node, entries, node.checkpoint(undefined, {}, rig.key)), 'checkpoint_key');
  const payload = { iss: node.id, seq: entries.length, root: node.log.root(), iat: 1 };
  for (const typ of ['view', 'event', 'identity'] as const) {
    t.equal(check(node, entries, tokenOf({ typ, payload, key: node.key })), 'bad_checkpoint', `the same as ${typ}`);
  }
  t.equal(check(node, entries, tokenOf({ typ: 'checkpoint', payload, key: node.key })), 'ok');
  const good = node.checkpoint();
  t.equal(check(node, entries, `${good.slice(0, -86)}${'A'.repeat(86)}`), 'checkpoint_signature');
  t.equal(readCheckpoint(good, rig.id), undefined);
  t.match(readCheckpoint(good, node.id), { iss: node.id, seq: entries.length });
});

t.test('keys are those after the entries that it covers', async (t) => {
  const { world, node } = scene('keys');
  const second = world.key('second');
  const before = node.log.seq;
  const revoked = [{ kid: node.key.kid, upto: { [node.id]: before } }];
  node.log.append(node.next({ keys: [second], revoked }).text);
  const { entries } = node.log;
  for (const held of [0, before, before + 1]) {
    t.equal(check(node, entries, node.checkpoint(undefined, {}, second), held), 'ok', `behind ${held}`);
    t.equal(check(node, entries, node.checkpoint(), held), 'checkpoint_key');
  }
  t.equal(check(node, entries.slice(0, before), node.checkpoint(before)), 'ok');
  t.equal(check(node, entries.slice(0, before), node.checkpoint(before, {}, second)), 'checkpoint_key');
});

t.test('a fork of the node’s own chain is decided within the prefix', async (t) => {
  const { world, node } = scene('fork');
  const [one, two] = [world.key('one'), world.key('two')];
  const after = node.first;
  node.log.append(node.next({ keys: [node.key, one] }, { after }).text);
  node.log.append(node.next({ keys: [node.key, two] }, { after }).text);
  t.equal(check(node, node.log.entries, node.checkpoint(undefined, {}, one)), 'ok');
  t.equal(check(node, node.log.entries, node.checkpoint(undefined, {}, two)), 'checkpoint_key');
});

t.test('a document that doesn’t count brings no key', async (t) => {
  const { world, node } = scene('refused');
  const second = world.key('second');
  node.log.append(node.next({ keys: [second] }, { after: node.first }).text);
  t.equal(check(node, node.log.entries, node.checkpoint(undefined, {}, second)), 'checkpoint_key', 'drop_without_upto');
  t.equal(check(node, node.log.entries, node.checkpoint()), 'ok');
});

t.test('a document that stands there twice counts once, also when the first was refused or withheld', async (t) => {
  const { world, node } = scene('twice');
  const [second, third] = [world.key('second'), world.key('third')];
  const one = node.next({ keys: [node.key, second] });
  const two = node.next({ keys: [node.key, second, third] });
  const early = node.log.append(two.text);
  node.log.append(one.text);
  node.log.append(two.text);
  const { entries } = node.log;
  for (let held = 0; held <= entries.length; held += 1) {
    t.equal(
      check(node, entries, node.checkpoint(undefined, {}, third), held),
      'checkpoint_key',
      `refused, behind ${held}`,
    );
    t.equal(check(node, entries, node.checkpoint(undefined, {}, second), held), 'ok');
  }
  node.log.withhold(early);
  for (let held = 0; held <= entries.length; held += 1) {
    t.equal(
      check(node, entries, node.checkpoint(undefined, {}, third), held),
      'checkpoint_key',
      `withheld, behind ${held}`,
    );
  }
});

t.test('a tombstone is the last entry, under its predecessor’s keys', async (t) => {
  const { world, node, rig } = scene('tombstone');
  const second = world.key('second');
  node.log.append(node.next({ keys: [node.key, second] }).text);
  const revoked = [node.key, second].map(({ kid }) => ({ kid, upto: { [node.id]: node.log.seq } }));
  node.log.append(node.next({ keys: [], status: 'tombstone', revoked }).text);
  const end = node.log.seq;
  for (const held of [0, end - 1, end]) {
    t.equal(check(node, node.log.entries, node.checkpoint(), held), 'ok', `behind ${held}`);
    t.equal(check(node, node.log.entries, node.checkpoint(undefined, {}, second), held), 'ok');
    t.equal(check(node, node.log.entries, node.checkpoint(undefined, {}, rig.key), held), 'checkpoint_key');
  }
  post(node.log, rig);
  for (const held of [0, end, end + 1]) {
    t.equal(check(node, node.log.entries, node.checkpoint(), held), 'checkpoint_key', 'nothing comes after it');
  }
});

t.test('a tombstone that loses ends nothing', async (t) => {
  const world = new World('suffix losing tombstone');
  const recovery = world.key('recovery');
  const node = world.node('node', { recovery: [recovery] });
  const after = node.first;
  const revoked = [{ kid: node.key.kid, upto: {} }];
  node.log.append(node.next({ keys: [], status: 'tombstone', revoked }, { after }).text);
  t.equal(check(node, node.log.entries, node.checkpoint()), 'ok');
  node.log.append(node.next({ name: 'alive' }, { after, by: recovery }).text);
  t.equal(check(node, node.log.entries, node.checkpoint()), 'ok');
  const first = new World('suffix losing tombstone 2').node('node');
  first.log.append(first.next({ name: 'first' }, { after: first.first }).text);
  const lost = [{ kid: first.key.kid, upto: {} }];
  first.log.append(first.next({ keys: [], status: 'tombstone', revoked: lost }, { after: first.first }).text);
  t.equal(check(first, first.log.entries, first.checkpoint()), 'ok', 'the first branch stands');
});

t.test('the first failure stays', async (t) => {
  const { node } = scene('stays');
  const suffix = new SuffixCheck(new MemoryState(), node.id);
  t.equal(suffix.push([{ seq: 9, logged_at: 1, jws: '' }]), false);
  t.equal(suffix.push(node.log.entries), false);
  t.match(suffix.finish(node.checkpoint()), { ok: false, code: 'gap', seq: 1 });
});

t.test('a proof of equivocation needs a key in force at the head that we hold', async (t) => {
  const { world, node } = scene('equivocation');
  const second = world.key('second');
  const held = project({ [node.id]: node.log.entries });
  const read = (text: string): never => readCheckpoint(text, node.id) as never;
  const other = { root: 'a'.repeat(64) };
  t.equal(signedAtOurHead(held, read(node.checkpoint(undefined, other))), true);
  t.equal(signedAtOurHead(held, read(node.checkpoint(undefined, other, second))), false);
  const good = node.checkpoint(undefined, other);
  t.equal(signedAtOurHead(held, read(`${good.slice(0, -86)}${'A'.repeat(86)}`)), false);
  node.log.append(node.next({ keys: [second], revoked: [{ kid: node.key.kid, upto: {} }] }).text);
  const later = project({ [node.id]: node.log.entries });
  t.equal(signedAtOurHead(later, read(good)), false, 'a key that is gone at our head');
  t.equal(signedAtOurHead(later, read(node.checkpoint(undefined, other, second))), true);
});
