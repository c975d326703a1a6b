import t from 'tap';
import { documents, files } from '../../src/web/help/carried.ts';
import { guideOf } from '../../src/web/help/guide.ts';
import { site } from '../../src/web/site.ts';
import { HttpNode } from '../support/http-node.ts';
import { anchorsOf } from '../support/markdown.ts';

const asBrowser = { accept: 'text/html' };

t.test('a document of ours leads to what the node carries', async (t) => {
  const { title, main } = guideOf(
    'docs/some.md',
    '# One `a` title\n\n<!-- runs: here -->\n\n[x](../README.md#peers) [y](../src/main.ts) [z](https://example.org/) ![p](pictures/log.svg)',
  );
  t.equal(title, 'One a title');
  t.match(main.text, '<h1 id="one-a-title">One <code>a</code> title</h1>');
  t.match(main.text, '<a href="/help/readme#peers">x</a> y <a href="https://example.org/">z</a>');
  t.match(main.text, '<img src="/help/pictures/log.svg" alt="p">');
  t.notMatch(main.text, 'runs: here');
});

t.test('the guides are on the node, and every link in them leads somewhere', async (t) => {
  const node = await HttpNode.start(t, { server: { doors: [site] } });
  const seen = new Map<string, string>();
  const textAt = async (path: string): Promise<string> => {
    const known = seen.get(path);
    if (known !== undefined) return known;
    const { status, text } = await node.get(path, { headers: asBrowser });
    t.equal(status, 200, path);
    seen.set(path, text);
    return text;
  };
  for (const { url, path } of documents) {
    const text = await textAt(url);
    for (const anchor of anchorsOf(path)) t.match(text, `id="${anchor}"`, `${path}: #${anchor}`);
    for (const [, target = ''] of text.matchAll(/(?:href|src)="([/#][^"]*)"/g)) {
      const [to = '', anchor] = target.split('#');
      const there = await textAt(to === '' ? url : to);
      if (anchor !== undefined) t.match(there, `id="${anchor}"`, `${url} leads to ${target}`);
    }
  }
  for (const { url, type } of files) {
    const { status, headers } = await node.get(url);
    t.equal(status, 200, url);
    t.match(headers['content-type'], type);
    t.match(headers['content-security-policy'], /default-src 'none'.*sandbox/);
  }
  t.equal((await node.get('/help/nowhere', { headers: asBrowser })).status, 404);
});
