import t from 'tap';
import { ExportForm } from '../../src/federation/export-form.ts';
import { post } from '../support/work.ts';
import { World } from '../support/world.ts';

const world = new World('the form of an export');
const node = world.node('home');
post(node.log, world.member('poster', node));

const head = { wasteland_export: 1, node: node.id, exported_at: '2030-01-01T00:00:00.000Z' };
const log = { origin: node.id, seq: node.log.seq, checkpoint: node.checkpoint() };
const entries = node.log.entries;
const end = { logs: 1, entries: entries.length };
const whole: unknown[] = [head, log, ...entries, end];

/** Takes these lines, objects or exact bytes; what is wrong with the first that is. */
function read(lines: readonly unknown[]): string {
  const form = new ExportForm();
  for (const [index, line] of lines.entries()) {
    const bytes =
      line instanceof Uint8Array ? line : Buffer.from(typeof line === 'string' ? line : JSON.stringify(line));
    try {
      form.take(bytes, 0);
    } catch (error) {
      return `line ${index + 1}: ${(error as Error).message}`;
    }
  }
  try {
    form.finish();
  } catch (error) {
    return `end: ${(error as Error).message}`;
  }
  return 'fine';
}

/** The whole export with one line replaced, or left out. */
function without(index: number, ...others: unknown[]): unknown[] {
  return whole.toSpliced(index, 1, ...others);
}

t.test('an export is read', (t) => {
  t.equal(read(whole), 'fine');
  t.equal(
    read([
      { ...head, rig: node.id },
      { logs: 0, entries: 0 },
    ]),
    'fine',
    'of a rig that nobody knows a log of',
  );
  t.end();
});

t.test('what can stand nowhere', (t) => {
  const at = 3;
  const wrong: [line: unknown, says: RegExp][] = [
    ['', /not JSON/],
    ['{"seq":2', /not JSON/],
    [Buffer.from([0x7b, 0xff, 0x7d]), /not JSON in UTF-8/],
    ['\ufeff{}', /not JSON/],
    ['null', /not an entry/],
    [[entries[1]], /not an entry/],
    [{ ...entries[1], more: 1 }, /not an entry/],
    [{ ...entries[1], seq: '2' }, /not an entry/],
    [{ ...entries[1], seq: 3 }, /entry 3 where 2 should stand/],
    [{ ...entries[1], logged_at: 1 }, /not an entry/],
    [{ ...entries[1], jws: '' }, /not an entry/],
    [{ ...entries[1], jws: 'a b' }, /not an entry/],
    [{ ...entries[1], jws: 'x'.repeat(16_001) }, /not an entry/],
    [log, /not an entry/],
    [end, /not an entry/],
  ];
  for (const [line, says] of wrong) {
    const found = read(without(at, line));
    t.match(found, says, JSON.stringify(line).slice(0, 60));
    t.match(found, /^line 4: /);
  }
  t.end();
});

t.test('heads, logs and ends that are none', (t) => {
  const other = world.node('other');
  const wrong: [lines: unknown[], says: RegExp][] = [
    [[], /^end: the file ends before the export does/],
    [without(0), /^line 1: not the first line/],
    [without(0, { ...head, wasteland_export: 2 }), /^line 1: not the first line of an export, version 1/],
    [without(0, { ...head, node: 'x' }), /^line 1: /],
    [without(1), /^line 2: neither a log nor the end/],
    [without(1, { ...log, origin: other.id }), /^line 2: no checkpoint over the 3 entries of this log/],
    [without(1, { ...log, seq: 2 }), /^line 2: no checkpoint/],
    [without(1, { ...log, checkpoint: entries[0]?.jws }), /^line 2: no checkpoint/],
    [without(2), /^line 3: entry 2 where 1 should stand/],
    [without(4), /^line 5: not an entry/],
    [without(5), /^end: /],
    [without(5, ...whole.slice(1)), /^line 6: the log .* stands here twice/],
    [without(5, { logs: 1, entries: 4 }), /^line 6: 3 entries in 1 logs are here, 4 in 1 should be/],
    [[...whole, end], /^line 7: something follows the end/],
  ];
  for (const [lines, says] of wrong) t.match(read(lines), says);
  t.end();
});
