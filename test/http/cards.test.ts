import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { toString } from 'qrcode';
import t from 'tap';
import { fromEvidence } from '../../src/domain/reputation/scores.ts';
import { drawItemCard } from '../../src/operations/pictures/draw-item-card.ts';
import { drawNodeCard } from '../../src/operations/pictures/draw-node-card.ts';
import { drawRigCard } from '../../src/operations/pictures/draw-rig-card.ts';
import type { RigCard } from '../../src/operations/pictures/draw-rig-card.ts';
import { Pngs } from '../../src/operations/pictures/pngs.ts';
import { readable } from '../../src/operations/pictures/readable.ts';
import { dimensions } from '../../src/wire/words.ts';
import { HttpNode } from '../support/http-node.ts';
import { injections } from '../support/injections.ts';

/** Cards for READMEs and shared links: as they were committed, whatever their texts hold, and served so that they show
 * elsewhere. */

t.setTimeout(180_000);

const hostile = readable(
  `"><script>alert('1')</script>&amp;]]>\u0000\u202e<!-- 名前 👩‍👩‍👧 Z\u0301\u0302\u0303\u0304\u0305\u0306`,
  100,
);
const node = { name: 'The Garden Board', host: 'board.example' };

function cardOf(evidence: readonly [r: number, s: number, stamps: number][], more: Partial<RigCard> = {}): RigCard {
  return {
    name: 'Alice Liddell',
    address: 'alice@board.example',
    kind: 'human',
    status: 'active',
    tier: 'contributor',
    dimensions: dimensions.map((dimension, place) => {
      const [r, s, stamps] = evidence[place] ?? [0, 0, 0];
      return { dimension, reputation: fromEvidence(r, s), stamps };
    }),
    completions: 12,
    validators: 4,
    node,
    date: '2026-11-24',
    ...more,
  };
}

const known: [number, number, number][] = [
  [10.2, 1.1, 12],
  [3, 1, 4],
  [1.2, 2.5, 1],
];
const none = cardOf([], { tier: 'registered', completions: 0, validators: 0 });
const long = {
  name: 'Bartholomew Featherstonehaugh-Cholmondeley the Younger of the Hanging Gardens of the Far North East',
  address: `${'long-handle-'.repeat(3)}xyz@an.unusually.long.host.name.of.a.node.somewhere.example:8443`,
  kind: 'agent',
  status: 'tombstone',
};
const item = {
  title: 'A retry after a lost answer claims twice',
  status: 'in review',
  facts: ['bug', 'critical priority', 'small effort'],
  skills: ['typescript', 'distributed systems'],
  postedBy: 'alice@board.example',
  node,
  date: '2026-11-24',
};

const pictures: Record<string, string> = {
  known: drawRigCard(cardOf(known)),
  dark: drawRigCard(cardOf(known), 'dark'),
  light: drawRigCard(cardOf(known), 'light'),
  none: drawRigCard(none),
  long: drawRigCard(cardOf(known, long)),
  hostile: drawRigCard(cardOf(known, { name: hostile, node: { name: hostile, host: hostile } })),
  item: drawItemCard(item),
  'item-hostile': drawItemCard({
    ...item,
    title: hostile + 'W'.repeat(300),
    skills: Array.from({ length: 32 }, () => hostile),
  }),
  'item-long': drawItemCard({ ...item, title: 'Every word of this title is one more than fits. '.repeat(8).trim() }),
  node: drawNodeCard(node),
};

interface Tag {
  name: string;
  attributes: Record<string, string>;
}

/** Its elements; throws for what is no well-formed XML. */
function tagsOf(svg: string): Tag[] {
  const tags: Tag[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const values = Object.entries(attributes).map(([key, { value }]) => [key, value] as const);
    tags.push({ name, attributes: Object.fromEntries(values) });
  });
  parser.write(svg).close();
  return tags;
}

const drawing: ReadonlySet<string> = new Set(['svg', 'title', 'desc', 'style', 'g', 'rect', 'text']);

/** What in a picture could run, load or lead anywhere, or stands outside of it. */
function wrongIn(svg: string): string[] {
  return tagsOf(svg).flatMap(({ name, attributes }) => {
    const wrong = drawing.has(name) ? [] : [name];
    for (const [key, value] of Object.entries(attributes)) {
      if (/^on|href|^src$|^style$/i.test(key) || /url\(/i.test(value)) wrong.push(`${name} ${key}`);
      if (/^[xy]$|^width$|^height$/.test(key) && !(Number(value) >= 0 && Number(value) <= 480)) {
        wrong.push(`${name} ${key}=${value}`);
      }
    }
    return wrong;
  });
}

t.test('pictures are those that were committed', (test) => {
  for (const [name, picture] of Object.entries(pictures)) {
    const file = new URL(`cards/${name}.svg`, import.meta.url);
    if (process.env['WASTELAND_TEST_DRAW'] === 'yes') writeFileSync(file, `${picture}\n`);
    test.equal(`${picture}\n`, readFileSync(file, 'utf8'), name);
    test.strictSame(wrongIn(picture), [], `${name} loads nothing and runs nothing`);
    test.ok(picture.length < 6_000, `${name} has ${picture.length} characters`);
  }
  test.end();
});

t.test('a card says how much is known, and no more', (test) => {
  const bars = (svg: string, name: string): string[] =>
    tagsOf(svg)
      .filter(({ attributes }) => attributes['class'] === name)
      .map(({ attributes }) => attributes['width'] ?? '');
  const all = drawRigCard(cardOf(known));
  for (const words of ['4.4 ± 0.4', 'at least 3.6', '12 stamps', '3.7 ± 0.7', '1 stamp<']) {
    test.ok(all.includes(words), words);
  }
  test.equal(bars(all, 'fill').length, 3);
  for (const [index, fill] of bars(all, 'fill').entries()) {
    test.ok(Number(fill) < Number(bars(all, 'may')[index]), 'what is sure is less than what may be');
  }
  const empty = drawRigCard(none);
  test.strictSame(bars(empty, 'track').length, 3);
  test.strictSame([...bars(empty, 'fill'), ...bars(empty, 'may'), ...bars(empty, 'mark')], [], 'nothing is known');
  test.equal(empty.split('no trusted stamps<').length - 1, 3);
  test.match(empty, /0 completions accepted · 0 validators trusted here/);
  test.end();
});

t.test('light and dark, as the reader’s system likes it or as asked', (test) => {
  const styleOf = (svg: string): string => /<style>(.*)<\/style>/.exec(svg)?.[1] ?? '';
  const [either, light, dark] = [pictures['known'], pictures['light'], pictures['dark']].map((svg) =>
    styleOf(svg ?? ''),
  );
  test.equal(either, `${light}@media (prefers-color-scheme:dark){${dark}}`);
  test.not(light, dark);
  test.end();
});

t.test('whatever a text holds, it stays text, and within its card', (test) => {
  const nasty = fc
    .array(
      fc.constantFrom(
        '<',
        '>',
        '&',
        '"',
        "'",
        '\u0000',
        '\u001b',
        '\ud83d',
        '\ufffe',
        'a',
        ' ',
        '-->',
        ']]>',
        '\u0301',
      ),
    )
    .map((all) => all.join(''));
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), nasty, fc.constantFrom(...injections));
  const property = fc.property(text, (each) => {
    const told = readable(each, 400);
    const rig = drawRigCard(cardOf(known, { name: told, address: told, node: { name: told, host: told } }));
    const items = drawItemCard({ ...item, title: told, postedBy: told, skills: [told, told] });
    return [rig, items, drawNodeCard({ name: told, host: told })].every((svg) => wrongIn(svg).length === 0);
  });
  const seed = Date.now();
  test.doesNotThrow(() => fc.assert(property, { seed, numRuns: 50 }), `seed ${seed}`);
  test.end();
});

/** Width and height of a PNG, from its header. */
function sizeOf(png: Buffer): number[] {
  if (png.toString('latin1', 1, 4) !== 'PNG') throw new Error('no PNG');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

t.test('as PNG: drawn once, on another thread, and no more than can wait', async (test) => {
  const pngs = new Pngs();
  t.teardown(() => pngs.close());
  const [once, twice] = await Promise.all([pngs.png(pictures['known'] ?? ''), pngs.png(pictures['known'] ?? '')]);
  test.equal(once, twice, 'the very same');
  test.equal(await pngs.png(pictures['known'] ?? ''), once);
  test.strictSame(sizeOf(once), [1200, 630]);
  await test.rejects(pngs.png('<svg'), { message: /can't be drawn/ });
  test.strictSame(sizeOf(await pngs.png(pictures['none'] ?? '')), [1200, 630], 'it goes on');

  const many = Array.from({ length: 60 }, (_, index) => pngs.png(drawNodeCard({ name: `n${index}`, host: 'h' })));
  const refused = many.map((each) => each.then(() => 'drawn').catch((error: { code?: string }) => error.code));
  await pngs.close();
  const all = await Promise.all(refused);
  test.equal(all.filter((each) => each === 'unavailable').length, 60 - all.filter((each) => each === 'drawn').length);
  test.ok(all.slice(50).every((each) => each === 'unavailable'));
});

t.test('a rig’s card shows on other sites, and says what this node trusts', async (test) => {
  const here = await HttpNode.start(t);
  const worker = await here.rig('worker');
  const judge = await here.rig('judge');
  const url = '/v1/rigs/worker/card.svg';
  const first = await here.get(url);
  test.equal(first.status, 200);
  test.match(first.headers, {
    'content-type': 'image/svg+xml; charset=utf-8',
    'cache-control': 'public, max-age=300',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  });
  const known = { headers: { 'if-none-match': String(first.headers['etag']) } };
  test.match(await here.get(url, known), { status: 304, text: '' });

  const posted = await here.post('/v1/wanted', judge.token, { title: 'A <b>bold</b> one', type: 'bug' });
  const item = posted.body.item.id as string;
  await here.post(`/v1/wanted/${item}/claim`, worker.token, {});
  await here.post(`/v1/wanted/${item}/submit`, worker.token, { evidence: [{ url: 'u' }] });
  const stamp = { dimensions: { creativity: { score: 5, confidence: 1 } } };
  const accepted = await here.post(`/v1/wanted/${item}/accept`, judge.token, { stamp });
  test.equal(accepted.status, 200, accepted.text);
  test.match((await here.get(url)).text, /0 completions accepted · 0 validators/, 'by nobody whom this node trusts');
  await here.ask('POST', '/v1/admin/roots', { token: here.admin, body: { rig: 'judge' } });
  const after = (await here.get(url, known)).text;
  test.match(after, /1 completion accepted · 1 validator trusted here/);
  test.match(after, /creativity \d\.\d ± \d\.\d, at least \d\.\d, 1 stamp\./);
  test.equal(after.split('no trusted stamps<').length - 1, 2, 'nothing about the others');
  test.match(after, /board\.example:8080/);
  const dark = await here.get(`${url}?theme=dark`);
  test.notMatch(dark.text, /prefers-color-scheme/);
  test.match(await here.get(`${url}?theme=pink`), { status: 400, body: { code: 'invalid_request' } });

  for (const path of [`/v1/rigs/${worker.id}/card.png`, `/v1/wanted/${item}/card.png`, '/v1/node/card.png']) {
    const { headers, rawPayload } = await here.app.inject(path);
    test.match(headers, { 'content-type': 'image/png', 'cache-control': 'public, max-age=300' }, path);
    test.strictSame(sizeOf(rawPayload), [1200, 630], path);
    test.equal((await here.get(path, { headers: { 'if-none-match': String(headers.etag) } })).status, 304, path);
  }
  const qr = await here.get('/v1/rigs/worker/qr.svg');
  test.equal(qr.text, await toString(`http://board.example:8080/rigs/${worker.id}`, { type: 'svg' }));
  test.match(qr.headers, { 'content-type': 'image/svg+xml; charset=utf-8', 'cache-control': 'public, max-age=300' });
  test.doesNotThrow(() => tagsOf(qr.text));
  const strangers = ['/v1/rigs/nobody/card.svg', '/v1/rigs/nobody/card.png', '/v1/rigs/nobody/qr.svg'];
  for (const path of [...strangers, `/v1/wanted/w-${'0'.repeat(40)}/card.png`]) {
    test.match(await here.get(path), { status: 404, body: { code: 'not_found' } }, path);
  }
});

t.test('of pictures that take long one address gets fewer', async (test) => {
  const here = await HttpNode.start(t, { server: { limits: { pictures: 2, loopback: true } } });
  const statuses: number[] = [];
  for (let count = 0; count < 3; count++) statuses.push((await here.get('/v1/node/card.png')).status);
  test.strictSame(statuses, [200, 200, 429]);
  test.equal((await here.get('/v1/node')).status, 200);
});
