import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import { badgeOf } from '../../src/domain/reputation/badge.ts';
import { fromEvidence } from '../../src/domain/reputation/scores.ts';
import { drawBadge } from '../../src/operations/reputation/draw-badge.ts';
import { HttpNode } from '../support/http-node.ts';

/** The picture for a README: as it was committed, whatever its texts hold, and served so that it shows elsewhere. */

t.setTimeout(180_000);

const pictures: Record<string, string> = {
  none: drawBadge(badgeOf('alice', 'quality', fromEvidence(0, 0), 0)),
  one: drawBadge(badgeOf('bob', 'reliability', fromEvidence(0.75, 0.25), 1)),
  good: drawBadge(badgeOf('carol', 'quality', fromEvidence(10.2, 1.1), 12)),
  poor: drawBadge(badgeOf('dave', 'creativity', fromEvidence(2, 9), 14)),
  hostile: drawBadge({
    label: `"><script>alert('1')</script>&amp;]]>\u0000\u202e<!--`,
    message: '\ud800 \uffff 名前 👩‍👩‍👧 <a href="javascript:x">',
    color: 'green',
  }),
};

t.test('pictures are those that were committed', (test) => {
  for (const [name, picture] of Object.entries(pictures)) {
    const file = new URL(`badges/${name}.svg`, import.meta.url);
    if (process.env['WASTELAND_TEST_DRAW'] === 'yes') writeFileSync(file, `${picture}\n`);
    test.equal(`${picture}\n`, readFileSync(file, 'utf8'), name);
  }
  test.end();
});

t.test('they say how much is known', (test) => {
  const said = (r: number, s: number, stamps: number): string =>
    badgeOf('x', 'quality', fromEvidence(r, s), stamps).message;
  test.equal(said(0, 0, 0), 'no trusted stamps yet');
  test.equal(said(0.75, 0.25, 1), 'quality 3.3 ± 1.0 · 1 stamp');
  test.equal(said(10.2, 1.1, 12), 'quality 4.4 ± 0.4 · 12 stamps');
  test.equal(said(1_000, 0, 900), 'quality 5.0 ± 0.0 · 900 stamps');
  const colors = [0, 1, 3, 6, 12].map((r) => badgeOf('x', 'quality', fromEvidence(r, 0), 1).color);
  test.strictSame(colors, ['orange', 'orange', 'yellowgreen', 'green', 'brightgreen'], 'promised by the lower bound');
  test.end();
});

t.test('whatever a text holds, it stays text', (test) => {
  const nasty = fc.array(fc.constantFrom('<', '>', '&', '"', "'", '\u0000', '\u001b', '\ud83d', '\ufffe', 'a', '-->'));
  const property = fc.property(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      nasty.map((all) => all.join('')),
    ),
    (text) => {
      const picture = drawBadge({ label: text, message: `m${text}`, color: 'green' });
      const plain = drawBadge({ label: 'x', message: 'mx', color: 'green' });
      const tags = (svg: string): string[] => [...svg.matchAll(/<\/?([a-zA-Z]+)/g)].map(([tag]) => tag);
      const sameTags =
        tags(picture)
          .filter((tag) => tag !== '<x')
          .join() === tags(plain).join();
      const wellFormed =
        picture.isWellFormed() && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(picture);
      const escaped = !/&(?!(amp|lt|gt|quot|apos|#39);)/.test(picture);
      return text.trim() === '' || (sameTags && wellFormed && escaped);
    },
  );
  const seed = Date.now();
  test.doesNotThrow(() => fc.assert(property, { seed }), `seed ${seed}`);
  test.end();
});

t.test('a picture that shows on other sites', async (test) => {
  const node = await HttpNode.start(t);
  const worker = await node.rig('worker');
  const judge = await node.rig('judge');
  const first = await node.get('/v1/rigs/worker/badge.svg');
  test.equal(first.status, 200);
  test.match(first.text, /<title>worker: no trusted stamps yet<\/title>/);
  test.match(first.headers, {
    'content-type': 'image/svg+xml; charset=utf-8',
    'cache-control': 'public, max-age=300',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  });
  const ifNoneMatch = { headers: { 'if-none-match': String(first.headers['etag']) } };
  test.match(await node.get('/v1/rigs/worker/badge.svg', ifNoneMatch), { status: 304, text: '' });

  const { body } = await node.post('/v1/wanted', judge.token, { title: 'x', type: 'bug' });
  await node.post(`/v1/wanted/${body.item.id}/claim`, worker.token, {});
  const done = await node.post(`/v1/wanted/${body.item.id}/submit`, worker.token, { evidence: [{ url: 'u' }] });
  const dimensions = { creativity: { score: 5, confidence: 1 } };
  await node.post('/v1/stamps', judge.token, { completion: done.body.completion, dimensions });
  const url = '/v1/rigs/worker/badge.svg?dimension=creativity';
  test.match((await node.get(url)).text, /no trusted stamps yet/, 'by nobody whom this node trusts');
  const trusted = await node.ask('POST', '/v1/admin/roots', { token: node.admin, body: { rig: 'judge' } });
  test.equal(trusted.status, 201);
  test.match((await node.get(url)).text, /<title>worker: creativity \d\.\d ± \d\.\d · 1 stamp<\/title>/);
  test.match((await node.get('/v1/rigs/worker/badge.svg')).text, /no trusted stamps yet/, 'nothing about quality');
  test.match(await node.get('/v1/rigs/worker/badge.svg?dimension=beauty'), {
    status: 400,
    body: { code: 'invalid_request' },
  });
  test.match(await node.get('/v1/rigs/nobody/badge.svg'), { status: 404, body: { code: 'not_found' } });
});
