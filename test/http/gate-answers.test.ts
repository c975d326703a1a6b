import { readFileSync, writeFileSync } from 'node:fs';
import t from 'tap';
import type { GateAnswer } from '../../src/wire/api/gate.ts';
import { HttpNode } from '../support/http-node.ts';
import { earned, proves, trusted } from '../support/record.ts';
import type { TestRig } from '../support/record.ts';

/**
 * The gate's answers that the README shows, asked of a node where they are so. `--update` writes them there.
 */

t.setTimeout(180_000);
const readme = new URL('../../README.md', import.meta.url);
const begin = '<!-- gate: made by test/http/gate-answers.test.ts --update -->';
const end = '<!-- end of gate -->';
const day = 24 * 60 * 60 * 1000;
let now = Date.now();
const node = await HttpNode.start(t, { clock: { now: () => now } });
// A start takes its time on a busy machine, and not all of it is by this clock.
now = Date.now();

const rigs = new Map<string, TestRig>();
async function rig(handle: string): Promise<TestRig> {
  const made = await node.rig(handle);
  await proves(node, made, `github:${handle}`);
  rigs.set(handle, made);
  return made;
}

const [poster, anna, ben] = [await node.rig('poster'), await node.rig('anna'), await node.rig('ben')];
await trusted(node, anna);
await trusted(node, ben);
const proven = await rig('proven');
for (let count = 0; count < 3; count++) await earned(node, poster, proven, [anna, ben]);
const ring = [await rig('ring'), await node.rig('ring-2'), await node.rig('ring-3')] as const;
for (const [index, one] of ring.entries()) {
  const others = ring.filter((other) => other !== one);
  for (const other of others) await node.post('/v1/vouches', one.token, { subject: other.id });
  await earned(node, ring[(index + 1) % 3] as TestRig, one, others, { score: 5 });
}
now += 8.5 * day;
await earned(node, poster, await rig('newcomer'), [anna]);
await rig('denounced');
await node.post('/v1/admin/vouch-list', node.admin, { list: '-denounced sends what no one has read' });

const asked: [who: string, account: string][] = [
  ['a stranger', 'github:stranger'],
  ['a newcomer with one good stamp', 'github:newcomer'],
  ['a proven contributor', 'github:proven'],
  ['one of a ring of three who stamp and vouch each other', 'github:ring'],
  ['a denounced account', 'github:denounced'],
];

function cell(texts: readonly string[]): string {
  return texts.join('; ').replaceAll('|', '\\|');
}

const answers: GateAnswer[] = [];
for (const [, account] of asked) answers.push((await node.get(`/v1/gate?who=${account}&act=contribute`)).body);
const rows = answers.map(({ allowed, tier, reasons, would_change: change }, index) => {
  const why = reasons.map(({ code, text }) => `\`${code}\`: ${text}`);
  return `| ${asked[index]?.[0]} | ${allowed ? 'yes' : 'no'} | ${tier.level} ${tier.name} | ${cell(why)} | ${cell(change)} |`;
});
const table = ['| who | | tier | why | what would change it |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');

t.test('each of the five is answered as it should be', async (t) => {
  t.same(
    answers.map(({ allowed, tier, reasons }) => [allowed, tier.level, reasons[0]?.code]),
    [
      [false, 0, 'tier_too_low'],
      [false, 1, 'tier_too_low'],
      [true, 2, 'tier_reached'],
      [false, 1, 'tier_too_low'],
      [false, 1, 'blocked'],
    ],
  );
});

/** Without the blanks that line columns up. */
function plain(markdown: string): string {
  return markdown
    .trim()
    .replace(/ *\| */g, '|')
    .replace(/-{3,}/g, '---');
}

t.test('the README shows these answers', async (t) => {
  const text = readFileSync(readme, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  t.ok(from !== -1 && to > from, 'it has a place for them');
  if (process.argv.includes('--update')) {
    writeFileSync(readme, `${text.slice(0, from + begin.length)}\n\n${table}\n\n${text.slice(to)}`);
    return;
  }
  t.equal(plain(text.slice(from + begin.length, to)), plain(table));
});
