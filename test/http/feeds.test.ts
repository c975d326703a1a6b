import t from 'tap';
import { componentCheck } from '../support/component-check.ts';
import { HttpNode } from '../support/http-node.ts';

/** Atom feeds: of the board, of a search, of a rig. */

t.setTimeout(120_000);
const node = await HttpNode.start(t);
const ann = await node.rig('ann');
const bob = await node.rig('bob');

// A test knows what it asked for.
/* eslint-disable @typescript-eslint/no-explicit-any */

async function done(path: string, token: string, body: object = {}): Promise<any> {
  const answer = await node.post(path, token, body);
  if (answer.status >= 300) throw new Error(answer.text);
  return answer.body;
}

const posted = async (members: object): Promise<string> =>
  (await done('/v1/wanted', ann.token, { title: 'a', type: 'bug', ...members })).item.id;

/** What a reader of feeds makes of one entry: titles and contents are HTML in CDATA. */
function entriesOf(xml: string): { id: string; title: string; event: any }[] {
  return [...xml.matchAll(/<entry>(.*?)<\/entry>/gs)].map(([, entry = '']) => {
    const cdata = (name: string) =>
      new RegExp(`<${name} type="html"><!\\[CDATA\\[(.*?)\\]\\]></${name}>`, 's').exec(entry);
    const json = unescaped(/<pre>(.*?)<\/pre>/s.exec(cdata('content')?.[1] ?? '')?.[1] ?? 'null');
    return { id: /<id>(.*?)<\/id>/.exec(entry)?.[1] ?? '', title: cdata('title')?.[1] ?? '', event: JSON.parse(json) };
  });
}

const names: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const unescaped = (text: string): string => text.replace(/&([a-z#0-9]+);/g, (_, name: string) => names[name] ?? '?');

t.test('the board: what happened last to each item, the newest first, with the event that streams carry', async (t) => {
  const check = await componentCheck(node, 'Happening');
  const one = await posted({ title: 'a fence', project: 'garden' });
  const two = await posted({ title: 'a gate', project: 'garden' });
  await posted({ title: 'a boat', project: 'lake' });
  await done(`/v1/wanted/${one}/claim`, bob.token);
  const { status, headers, text } = await node.get('/feeds/board.atom?project=garden');
  t.equal(status, 200);
  t.match(headers, { 'content-type': 'application/atom+xml; charset=utf-8', 'cache-control': 'public, max-age=60' });
  const entries = entriesOf(text);
  t.match(entries, [
    { title: 'bob@board.example:8080 claimed a fence', event: { type: 'wanted.claimed', item: { id: one } } },
    { title: 'ann@board.example:8080 posted a gate', event: { type: 'wanted.posted', item: { id: two } } },
  ]);
  t.equal(entries.length, 2);
  for (const { event } of entries) {
    t.strictSame(check(event), []);
    t.match(event.id, /^[1-9]\d*-[0-9a-f]{8}$/, 'its place');
  }
  const known = { headers: { 'if-none-match': String(headers['etag']) } };
  t.equal((await node.get('/feeds/board.atom?project=garden', known)).status, 304);
  await done(`/v1/wanted/${one}/release`, bob.token);
  t.equal((await node.get('/feeds/board.atom?project=garden', known)).status, 200, 'it has changed');
});

t.test('a search', async (t) => {
  await posted({ title: 'paint the barn' });
  const { text } = await node.get('/feeds/board.atom?q=barn');
  t.match(entriesOf(text), [{ title: 'ann@board.example:8080 posted paint the barn' }]);
  t.match(text, '<title>test: barn</title>');
  t.match((await node.get('/feeds/board.atom?cursor=x')).body, { code: 'invalid_request' });
  t.match((await node.get('/feeds/board.atom?posted_by=nobody')).body, { code: 'not_found' });
  t.match(entriesOf((await node.get('/feeds/board.atom?q=nothing')).text), []);
});

t.test('a rig: what it posted and did, and what is said of it', async (t) => {
  const before = entriesOf((await node.get('/feeds/rigs/bob.atom')).text).length;
  const item = await posted({ title: 'a well' });
  await done(`/v1/wanted/${item}/claim`, bob.token);
  await done(`/v1/wanted/${item}/submit`, bob.token, { evidence: [{ url: 'https://example.org/1' }] });
  const dimensions = { quality: { score: 4, confidence: 0.5 } };
  await done(`/v1/wanted/${item}/accept`, ann.token, { stamp: { dimensions } });
  await done('/v1/comments', bob.token, { about: item, text: 'it is deep' });
  const withdrawn = await done('/v1/comments', bob.token, { about: item, text: 'not so' });
  await node.ask('DELETE', `/v1/comments/${withdrawn.comment.id}`, { token: bob.token });
  await done('/v1/vouches', ann.token, { subject: 'bob' });
  for (const name of ['bob', bob.id, 'bob@board.example:8080']) {
    const { text } = await node.get(`/feeds/rigs/${name}.atom`);
    const types = entriesOf(text).map(({ event }) => event.type);
    const told = ['vouch.given', 'comment.posted', 'stamp.issued', 'work.submitted', 'wanted.claimed'];
    t.strictSame(types.slice(0, types.length - before), told, name);
  }
  t.match((await node.get('/feeds/rigs/nobody.atom')).body, { code: 'not_found' });
});

t.test('a rig that claims and says much has a feed of the newest fifty', async (t) => {
  const eve = await node.rig('eve');
  const item = await posted({ title: 'a bridge' });
  for (let n = 0; n < 30; n += 1) {
    await done(`/v1/wanted/${item}/claim`, eve.token);
    await done('/v1/comments', eve.token, { about: item, text: `${n}` });
    await done(`/v1/wanted/${item}/release`, eve.token);
  }
  const entries = entriesOf((await node.get('/feeds/rigs/eve.atom')).text);
  t.equal(entries.length, 50);
  t.equal(entries[0]?.event.body.text, '29', 'the newest first');
  const kinds = (type: string) => entries.filter(({ event }) => event.type === type).length;
  t.strictSame([kinds('wanted.claimed'), kinds('comment.posted')], [25, 25]);
});

t.test("strangers' texts break out of nothing", async (t) => {
  const nasty = [
    '<script>alert(1)</script>',
    ']]><script>alert(1)</script>',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '" onmouseover="alert(1)',
    'control \u0001\u000b characters \ufffe\uffff',
    '</pre></content></entry>',
  ];
  for (const title of nasty) await posted({ title, project: 'nasty' });
  const { text } = await node.get(`/feeds/board.atom?project=nasty&q=`);
  const found = (await node.get('/feeds/board.atom?project=nasty')).text;
  for (const xml of [text, found]) {
    t.notMatch(xml, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/, 'only what XML may have');
    t.notMatch(xml, /<script/);
  }
  const entries = entriesOf(found);
  t.equal(entries.length, nasty.length, 'each is an entry of its own');
  const clean = (title: string): string => title.replace(/[\u0001\u000b\ufffe\uffff]/g, '').trim();
  for (const title of nasty) {
    t.ok(
      entries.some((entry) => unescaped(entry.title) === `ann@board.example:8080 posted ${clean(title)}`),
      title,
    );
  }
});
