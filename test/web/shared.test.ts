import t from 'tap';
import { HttpNode } from '../support/http-node.ts';
import { site } from '../../src/web/site.ts';

/** What shows where the link of a page is shared. */

t.setTimeout(120_000);

const base = 'http://board.example:8080';

/** The tags of a page's head by property or name, unescaped. */
function tagsOf(page: string): Record<string, string> {
  const plain = (text: string): string =>
    text.replace(
      /&(lt|gt|quot|amp|#39);/g,
      (_, name: string) => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[name] ?? "'",
    );
  const head = page.slice(0, page.indexOf('</head>'));
  const metas = [...head.matchAll(/<meta\s+(?:property|name)="([^"]*)"\s+content="([^"]*)"/g)];
  const canonical = /<link rel="canonical" href="([^"]*)"/.exec(head)?.[1] ?? '';
  return Object.fromEntries([
    ...metas.map(([, name = '', value = '']) => [name, plain(value)]),
    ['canonical', canonical],
  ]);
}

t.test('a shared link shows what is behind it', async (t) => {
  const node = await HttpNode.start(t, { server: { doors: [site] } });
  const { id, token } = await node.rig('alice');
  const title = `"><script>alert(1)</script> it's`;
  const posted = await node.post('/v1/wanted', token, { title, type: 'bug', description: 'Long <b>ago</b>.' });
  const item = posted.body.item.id as string;
  const pages: [asked: string, path: string, picture: string, type: string][] = [
    ['/', '/', '/v1/node/card.png', 'website'],
    ['/?q=fence&colour=red', '/?q=fence', '/v1/node/card.png', 'website'],
    [`/items/${item.slice(0, 12)}`, `/items/${item}`, `/v1/wanted/${item}/card.png`, 'article'],
    ['/rigs/alice', `/rigs/${id}`, `/v1/rigs/${id}/card.png`, 'profile'],
    ['/leaderboard?dimension=quality', '/leaderboard?dimension=quality', '/v1/node/card.png', 'website'],
  ];
  for (const [asked, path, picture, type] of pages) {
    const { text } = await node.get(asked, { headers: { accept: 'text/html' } });
    const tags = tagsOf(text);
    t.match(
      tags,
      {
        canonical: `${base}${path}`,
        'og:url': `${base}${path}`,
        'og:type': type,
        'og:site_name': 'test',
        'og:image': `${base}${picture}`,
        'og:image:width': '1200',
        'og:image:height': '630',
        'twitter:card': 'summary_large_image',
      },
      asked,
    );
    for (const name of ['og:title', 'og:description', 'og:image:alt', 'description']) {
      t.ok(tags[name], `${asked} ${name}`);
    }
    t.match((await node.get(picture)).headers, { 'content-type': 'image/png' }, picture);
  }
  const { text } = await node.get(`/items/${item}`, { headers: { accept: 'text/html' } });
  t.equal(tagsOf(text)['og:title'], title, 'as it was written');
  t.equal(tagsOf(text)['og:description'], 'Long <b>ago</b>.');
  t.notMatch(text, /<script>/);
});

t.test('a page that is not for others says nothing of a picture', async (t) => {
  const node = await HttpNode.start(t, { server: { doors: [site] } });
  const { text } = await node.get('/sign-in', { headers: { accept: 'text/html' } });
  t.notMatch(text, /og:image|canonical/);
  t.match(text, /og:title/);
});
