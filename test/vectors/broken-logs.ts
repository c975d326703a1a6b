import type { LogEntry } from '../../src/wire/checkpoint.ts';
import type { LogCode } from '../../src/wire/log-codes.ts';
import { post } from '../support/work.ts';
import { World } from '../support/world.ts';
import type { TestNode } from '../support/world.ts';

/** Logs that don't extend, one at least for each code of `wire/log-codes.ts` (protocol.md section 4). */
export interface BrokenLog {
  name: string;
  code: LogCode;
  why: string;
  origin: string;
  /** What the reader holds of the log already, where that matters. */
  held?: { entries: LogEntry[]; checkpoint: string };
  entries: LogEntry[];
  checkpoint: string;
  /** True where a Dolt table of the right shape can't hold it: REST alone can serve it. */
  notInDolt?: true;
}

type Broken = Pick<BrokenLog, 'entries' | 'checkpoint'> & Partial<BrokenLog>;

export function brokenLogs(): BrokenLog[] {
  const made: BrokenLog[] = [];
  const add = (code: LogCode, why: string, breakIt: (node: TestNode, world: World) => Broken): void => {
    const name = `${code}: ${why}`;
    const world = new World(`broken ${name}`);
    const node = world.node('node');
    const rig = world.member('rig', node);
    post(node.log, rig);
    made.push({ name, code, why, origin: node.id, ...breakIt(node, world) });
  };

  add('gap', 'an entry is missing', (node) => {
    const checkpoint = node.checkpoint();
    return { entries: [...node.log.entries.slice(0, 1), ...node.log.entries.slice(2)], checkpoint };
  });
  add('gap', 'fewer entries than the checkpoint covers', (node) => {
    return { entries: node.log.entries.slice(0, 2), checkpoint: node.checkpoint() };
  });
  add('not_ascii', 'a space in a text', (node) => {
    node.log.append('a text');
    return whole(node);
  });
  add('not_ascii', 'a letter outside ASCII', (node) => {
    node.log.append('é');
    return { ...whole(node), notInDolt: true };
  });
  add('too_long', '16,001 characters', (node) => {
    node.log.append('x'.repeat(16_001));
    return { ...whole(node), notInDolt: true };
  });
  add('too_long', 'no character at all', (node) => {
    node.log.append('');
    return whole(node);
  });
  add('bad_time', 'beyond what a log may say', (node) => {
    node.log.append('late', 2_147_483_647_001);
    return whole(node);
  });
  add('decreasing_time', 'an entry before its predecessor', (node) => {
    node.log.append('early', (node.log.entries.at(-1)?.logged_at ?? 0) - 1);
    return whole(node);
  });
  add('first_entry', 'entry 1 is a rig’s document', (node, world) => {
    const rig = world.rig('other', node);
    const entry = { seq: 1, logged_at: world.now, jws: rig.first.text };
    return { entries: [entry], checkpoint: node.checkpoint(1) };
  });
  add('bad_checkpoint', 'an event in its place', (node, world) => {
    return { entries: node.log.entries, checkpoint: world.rig('other', node).event(node.id, 'vouch.given', {}) };
  });
  add('bad_checkpoint', 'of another log', (node, world) => {
    return { entries: node.log.entries, checkpoint: world.node('other').checkpoint() };
  });
  add('wrong_root', 'one text altered', (node) => {
    const checkpoint = node.checkpoint();
    const entries = node.log.entries.map((entry) => (entry.seq === 3 ? { ...entry, jws: `${entry.jws}A` } : entry));
    return { entries, checkpoint };
  });
  add('wrong_root', 'one time altered', (node) => {
    const checkpoint = node.checkpoint();
    const entries = node.log.entries.map((entry) =>
      entry.seq === 3 ? { ...entry, logged_at: entry.logged_at + 1 } : entry,
    );
    return { entries, checkpoint };
  });
  add('checkpoint_key', 'a stranger’s key', (node, world) => {
    return { entries: node.log.entries, checkpoint: node.checkpoint(undefined, {}, world.key('stranger')) };
  });
  add('checkpoint_key', 'a key that the node has dropped', (node, world) => {
    const revoked = [{ kid: node.key.kid, upto: { [node.id]: node.log.seq } }];
    node.log.append(node.next({ keys: [world.key('new')], revoked }).text);
    return whole(node);
  });
  add('checkpoint_key', 'something behind a tombstone', (node, world) => {
    const revoked = [{ kid: node.key.kid, upto: { [node.id]: node.log.seq } }];
    node.log.append(node.next({ keys: [], status: 'tombstone', revoked }).text);
    node.log.append(world.rig('late', node).first.text);
    return whole(node);
  });
  add('checkpoint_signature', 'a signature over something else', (node) => {
    return { entries: node.log.entries, checkpoint: `${node.checkpoint().slice(0, -86)}${'A'.repeat(86)}` };
  });
  add('contradiction', 'another history, signed by somebody else', (node, world) => {
    const held = { entries: [...node.log.entries], checkpoint: node.checkpoint() };
    node.log.entries.pop();
    node.log.append('altered');
    return { held, entries: [...node.log.entries], checkpoint: node.checkpoint(3, {}, world.key('stranger')) };
  });
  add('equivocation', 'another history under the node’s own signature', (node) => {
    const held = { entries: [...node.log.entries], checkpoint: node.checkpoint() };
    node.log.entries.pop();
    node.log.append('something-else');
    return { held, ...whole(node) };
  });
  return made;
}

function whole(node: TestNode): Broken {
  return { entries: [...node.log.entries], checkpoint: node.checkpoint() };
}
