import t from 'tap';
import { HttpNode } from '../support/http-node.ts';
import type { Answer } from '../support/http-node.ts';
import { html, Html } from '../../src/web/html.ts';
import { localPath } from '../../src/web/local-path.ts';
import { markdownHtml } from '../../src/web/markdown.ts';
import { site } from '../../src/web/site.ts';

const asBrowser = { accept: 'text/html,application/xhtml+xml' };

/** What a browser without scripts keeps and sends: cookies and hidden fields. */
class Visitor {
  readonly node: HttpNode;
  readonly cookies = new Map<string, string>();

  constructor(node: HttpNode) {
    this.node = node;
  }

  async get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#keep(await this.node.get(url, { headers: { ...asBrowser, ...this.#sent(), ...headers } }));
  }

  /** Sends the form that the page at `from` has with this name. */
  async send(from: string, name: string, fields: Record<string, string>): Promise<Answer> {
    const { text } = await this.get(from);
    const form = new RegExp(`<form[^>]*action="([^"]*)"[^>]*id="form-${name}"[\\s\\S]*?</form>`).exec(text);
    if (form === null) throw new Error(`${from} has no form ${name}`);
    const hidden = [...form[0].matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    const all = { ...Object.fromEntries(hidden.map(([, key = '', value = '']) => [key, value])), ...fields };
    return this.post(form[1] ?? '', all);
  }

  async post(url: string, fields: Record<string, string>): Promise<Answer> {
    const headers = { ...asBrowser, ...this.#sent(), 'content-type': 'application/x-www-form-urlencoded' };
    return this.#keep(await this.node.ask('POST', url, { headers, body: new URLSearchParams(fields).toString() }));
  }

  async signIn(token: string): Promise<void> {
    const { status } = await this.send('/sign-in', 'sign-in', { token });
    if (status !== 303) throw new Error(`not signed in: ${status}`);
  }

  #sent(): Record<string, string> {
    return this.cookies.size === 0 ? {} : { cookie: [...this.cookies].map((pair) => pair.join('=')).join('; ') };
  }

  #keep(answer: Answer): Answer {
    for (const line of [answer.headers['set-cookie'] ?? []].flat() as string[]) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }
}

t.test('a template escapes all but Html, and Markdown lets nothing of HTML through', async (t) => {
  const text = `<b a="1" b='2'>&\``;
  t.equal(html`<p title="${text}">${text}</p>`.text.includes('<b'), false);
  t.equal(html`${[html`<i>x</i>`, '<i>', null, false, undefined, 3]}`.text, '<i>x</i>&lt;i&gt;3');
  t.ok(html`` instanceof Html);
  t.notMatch(markdownHtml('<script>x</script>\n\n[x](javascript:x)').text, /<script|href="javascript/);
  t.match(
    markdownHtml('![x](https://example.org/x.png)').text,
    /<a href="https:\/\/example.org\/x.png" rel="ugc nofollow noopener">/,
  );
  t.equal(markdownHtml('*x*'), markdownHtml('*x*'), 'kept');
});

t.test('a visitor goes on to a path of this node, and nowhere else', async (t) => {
  for (const to of ['/', '/items/new', '/?q=a%20b&x=1#y']) t.equal(localPath(to), to);
  const elsewhere = [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example/',
    'javascript:x',
    '/\t/evil.example',
    ' /x',
    '',
    undefined,
  ];
  for (const to of elsewhere) t.equal(localPath(to), '/', String(to));
});

t.test('pages over HTTP', async (t) => {
  const node = await HttpNode.start(t, { server: { doors: [site] } });
  const alice = await node.rig('alice');

  await t.test('files have hashed names and are kept for ever; pages are asked for anew, by their ETag', async (t) => {
    const { text, headers } = await node.get('/', { headers: asBrowser });
    t.equal(headers['cache-control'], 'no-cache');
    t.match(headers['content-security-policy'], /default-src 'none'/);
    t.equal(headers['access-control-allow-origin'], undefined, 'nobody else’s page may read ours');
    for (const [, file = ''] of text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)) {
      const asset = await node.get(file);
      t.equal(asset.status, 200, file);
      t.match(asset.headers['cache-control'], /max-age=31536000, immutable/);
      t.ok(asset.text.length < 12_000, `${asset.text.length} bytes`);
    }
    t.equal((await node.get('/assets/site.0000000000.css')).status, 404);
    const again = await node.get('/', { headers: { ...asBrowser, 'if-none-match': String(headers['etag']) } });
    t.equal(again.status, 304);
    t.equal(
      (await node.get('/v1/wanted')).headers['access-control-allow-origin'],
      '*',
      'the API keeps its own headers',
    );
  });

  await t.test('who reads pages gets errors as pages, everybody else as problems', async (t) => {
    t.match((await node.get('/nowhere', { headers: asBrowser })).headers['content-type'], /html/);
    t.equal((await node.get('/nowhere')).body.code, 'not_found');
    t.equal((await node.get('/v1/nowhere', { headers: asBrowser })).body.code, 'not_found');
    t.equal((await node.get('/items/w-000000', { headers: asBrowser })).status, 404);
    const wrong = await node.get('/?status=lost', { headers: asBrowser });
    t.equal(wrong.status, 400);
    t.match(wrong.text, /invalid_request/);
  });

  await t.test('what a viewer sees is kept by nobody, and never shown to another', async (t) => {
    const visitor = new Visitor(node);
    await visitor.signIn(alice.token);
    const before = await node.get('/rigs', { headers: asBrowser });
    const mine = await visitor.get('/rigs');
    t.match(mine.text, /Sign out/);
    t.equal(mine.headers['cache-control'], 'no-store');
    t.notMatch((await node.get('/rigs', { headers: asBrowser })).text, /Sign out/);
    t.equal((await node.get('/rigs', { headers: asBrowser })).text, before.text);
    await visitor.send('/', 'sign-out', {});
    t.notMatch((await visitor.get('/rigs')).text, /Sign out/);
  });

  await t.test('a form that no page of ours gave to this browser does nothing, and keeps what was typed', async (t) => {
    const visitor = new Visitor(node);
    await visitor.signIn(alice.token);
    const forged = await visitor.post('/items', { title: 'forged', type: 'bug', _csrf: 'x', _once: 'x' });
    t.equal(forged.status, 403);
    t.match(forged.text, /value="forged"/);
    t.equal((await node.get('/v1/wanted')).body.items.length, 0);
  });

  await t.test('the same form twice posts once; another one again', async (t) => {
    const visitor = new Visitor(node);
    await visitor.signIn(alice.token);
    const { text } = await visitor.get('/items/new');
    const [, csrf = ''] = /name="_csrf" value="([^"]*)"/.exec(text.slice(text.indexOf('form-item'))) ?? [];
    const fields = { title: 'once', type: 'bug', priority: '2', effort: 'small', _csrf: csrf, _once: 'a' };
    const [first, second] = [await visitor.post('/items', fields), await visitor.post('/items', fields)];
    t.equal(first.status, 303);
    t.equal(second.headers['location'], first.headers['location']);
    const third = await visitor.post('/items', { ...fields, _once: 'b' });
    t.not(third.headers['location'], first.headers['location']);
  });

  await t.test('a session that ends leads to the sign-in and back to the form, as it was typed', async (t) => {
    const visitor = new Visitor(node);
    await visitor.signIn(alice.token);
    const { text } = await visitor.get('/items/new');
    const [, csrf = ''] = /name="_csrf" value="([^"]*)"/.exec(text.slice(text.indexOf('form-item'))) ?? [];
    visitor.cookies.delete('wasteland');
    const over = await visitor.post('/items', { title: 'half written', type: 'docs', _csrf: csrf, _once: 'c' });
    t.equal(over.status, 303);
    const signIn = String(over.headers['location']);
    t.match(signIn, /^\/sign-in\?/);
    const back = await visitor.send(signIn, 'sign-in', { token: alice.token });
    const again = await visitor.get(String(back.headers['location']));
    t.match(again.text, /value="half written"/);
    t.notMatch((await visitor.get(String(back.headers['location']))).text, /half written/, 'once');
  });

  await t.test('an edit changes what was changed, and clears what was emptied', async (t) => {
    const visitor = new Visitor(node);
    await visitor.signIn(alice.token);
    const posted = await visitor.send('/items/new', 'item', {
      title: 'x',
      type: 'bug',
      priority: '2',
      effort: 'small',
      tags: 'a, b',
      project: 'p',
    });
    const url = String(posted.headers['location']);
    const kept = { title: 'y', type: 'bug', priority: '1', effort: 'small', tags: '', project: 'p' };
    t.equal((await visitor.send(`${url}/edit`, 'edit', kept)).status, 303);
    const { body } = await node.get(`/v1/wanted/${url.split('/').pop() ?? ''}`);
    t.match(body.item, { title: 'y', priority: 1, tags: [], project: 'p' });
    t.strictSame(body.history[1].body, { item: body.item.id, title: 'y', priority: 1, tags: [] });
  });

  await t.test('a token without a scope is shown no form for it, and refused', async (t) => {
    const { body } = await node.post('/v1/tokens', alice.token, { scopes: ['work'] });
    const visitor = new Visitor(node);
    await visitor.signIn(body.token);
    t.notMatch((await visitor.get('/')).text, /New item/);
    const { text } = await visitor.get('/');
    const [, csrf = ''] = /name="_csrf" value="([^"]*)"/.exec(text) ?? [];
    const refused = await visitor.post('/items', { title: 'x', type: 'bug', _csrf: csrf, _once: 'd' });
    t.equal(refused.status, 403);
  });
});

t.test('over https only cookies that nothing else can set or see are written and read', async (t) => {
  const plain = await HttpNode.start(t);
  const services = { ...plain.services, node: { ...plain.services.node, url: () => 'https://board.example' } };
  const { buildServer } = await import('../../src/http/server.ts');
  const app = await buildServer(services, { doors: [site] });
  t.teardown(() => app.close());
  const visitor = new Visitor({
    get: (url: string, options: object) => inject('GET', url, options),
    ask: (_: string, url: string, options: object) => inject('POST', url, options),
  } as unknown as HttpNode);
  const inject = async (
    method: 'GET' | 'POST',
    url: string,
    { headers, body }: { headers?: Record<string, string>; body?: string },
  ) => {
    const response = await app.inject({
      method,
      url,
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { payload: body }),
    });
    return { status: response.statusCode, body: undefined, headers: response.headers, text: response.body };
  };
  const { token } = await plain.rig('alice');
  const answer = await visitor.send('/sign-in', 'sign-in', { token });
  t.match(String(answer.headers['set-cookie']), /^__Host-wasteland=[^;]+;.*Path=\/; HttpOnly; Secure; SameSite=Lax/);
  t.ok([...visitor.cookies.keys()].every((name) => name.startsWith('__Host-')));
  t.match((await visitor.get('/')).text, /Sign out/);
  visitor.cookies.clear();
  visitor.cookies.set('wasteland', token);
  t.notMatch((await visitor.get('/')).text, /Sign out/, 'a cookie of plain http is not read');
});
