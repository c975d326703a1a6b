import t from 'tap';
import { startNetwork } from '../support/network.ts';
import { showRelays } from '../../src/operations/show-relays.ts';
import type { Relay } from '../../src/operations/show-relays.ts';
import { relayPicture } from '../../src/web/pages/federation/picture.ts';

/** Who relays whom: what a node notes, and how its page shows it. */

t.setTimeout(120_000);

const longId = (n: number): string => String(n).padStart(43, 'x');
const states: Relay['state'][] = ['in touch', 'never synced', 'failing', 'paused', 'no peer'];

function relaysOf(count: number): Relay[] {
  return Array.from({ length: count }, (_, n) => ({
    node: n % 3 === 0 ? { id: longId(n) } : { id: longId(n), handle: `node-${'m'.repeat(n % 35)}` },
    state: states[n % states.length] as Relay['state'],
    own: n * 1_000_003,
    brought: Array.from({ length: n % 12 }, (_, m) => ({ origin: { id: longId(m), handle: 'other' }, entries: m })),
  }));
}

t.test('the picture holds from 1 to 50 nodes, and everything of it lies inside', async (t) => {
  for (let count = 1; count <= 50; count += 1) {
    const relays = relaysOf(count);
    const { text } = relayPicture({ id: longId(99), handle: 'me' }, relays);
    const [, width = '', height = ''] = /viewBox="0 0 (\d+) (\d+)"/.exec(text) ?? [];
    const rows = [...text.matchAll(/<circle[^>]*cx="(\d+)" cy="(\d+)"/g)];
    const listed = relays.map(({ brought }) => Math.min(brought.length, 8) + (brought.length > 8 ? 1 : 0));
    const wanted = 1 + count + listed.reduce((sum, each) => sum + each, 0);
    const inside = rows.every(([, x, y]) => Number(x) > 0 && Number(x) < Number(width) && Number(y) < Number(height));
    const places = new Set(rows.map(([, , y]) => y));
    const found = { rows: rows.length, places: places.size, inside };
    t.strictSame(found, { rows: wanted, places: wanted, inside: true }, `${count}`);
    const lines = [...text.matchAll(/<text x="(\d+)"[^>]*>([^<]*)<\/text>\s*<text class="note"[^>]*>([^<]*)</g)];
    const widest = Math.max(
      ...lines.map(([, x, name = '', note = '']) => Number(x) + 6.6 * (name.length + note.length)),
    );
    t.ok(widest <= Number(width), `${count}: a line of ${widest}`);
  }
  const text = relayPicture({ id: longId(99), handle: 'me' }, relaysOf(12)).text.replaceAll(/\s+/g, ' ');
  t.match(text, /role="img" aria-labelledby="relays-title relays-text"/);
  t.match(text, /<desc id="relays-text">me pulls from 10 peers\. By node-m came 1 log of others\./);
  t.notMatch(text, /<a |style=|<script/, 'a picture has no links, and needs no style in place');
  t.match(relayPicture({ id: longId(9), handle: 'me' }, []).text, 'me pulls from 0 peers.');
});

t.test('a log that came by another node is shown beneath that node', async (t) => {
  const { a, b, c } = await startNetwork(t, ['a', 'b', 'c']);
  await c.register('carl');
  await b.peer(c);
  await b.sync(c);
  await a.peer(b);
  const relays = (): Relay[] => showRelays(a.node.context.services);
  t.match(relays(), [{ node: { id: b.id }, state: 'never synced', own: 0, brought: [] }]);
  await a.sync(b);
  t.match(relays(), [{ node: { id: b.id }, state: 'in touch', brought: [{ origin: { id: c.id }, entries: 2 }] }]);
  const own = relays()[0]?.own ?? 0;
  t.ok(own > 0, 'and its own');
  await c.register('cora');
  await b.sync(c);
  await a.sync(b);
  t.equal(relays()[0]?.brought[0]?.entries, 3, 'what comes later is added');
  await a.sync(b);
  t.equal(relays()[0]?.brought[0]?.entries, 3, 'and nothing when nothing came');
  const page = async (): Promise<string> =>
    (await (await fetch(`${a.url}/federation`, { headers: { accept: 'text/html' } })).text()).replaceAll(/\s+/g, ' ');
  const text = await page();
  t.match(text, /By \S+ came 1 log of others\./);
  t.match(text, new RegExp(`href="/rigs/${c.id}"[^!]*came by <a class="rig" href="/rigs/${b.id}"[^!]*<td>3</td>`));
  t.match(text, 'came by itself', 'a peer brought its own log');
  t.match(text, 'written here');

  await a.ask('DELETE', `/v1/admin/peers/${b.id}`, undefined, 'admin');
  t.match(relays(), [{ node: { id: b.id }, state: 'no peer', brought: [{ origin: { id: c.id }, entries: 3 }] }]);
});
