import t from 'tap';
import type { Page } from 'playwright-core';
import { Person, startBrowser } from '../support/browser.ts';
import { HttpNode } from '../support/http-node.ts';
import { injections } from '../support/injections.ts';
import { site } from '../../src/web/site.ts';

/** What stands in a page that no text of a stranger may bring in. Runs in the browser. */
const strayParts = `(() => {
  const wrong = [];
  const own = (url) => new URL(url, location.href).origin === location.origin;
  for (const element of document.querySelectorAll('*')) {
    const name = element.localName;
    if (/^(iframe|object|embed|base|style|audio|video|math|template|marquee|animate|frame|foreignObject)$/.test(name)) wrong.push(name);
    if (name === 'script' && !/^\\/assets\\//.test(element.getAttribute('src') ?? '')) wrong.push('script');
    if (name === 'img' && !/^\\/assets\\/|^\\/v1\\/rigs\\/[\\w-]{43}\\/qr.svg$/.test(element.getAttribute('src') ?? '')) wrong.push('img');
    if (name === 'meta' && element.httpEquiv) wrong.push('meta ' + element.httpEquiv);
    for (const { name: attribute, value } of element.attributes) {
      if (/^on|^style$|^srcdoc$|^formaction$|^autofocus$/.test(attribute)) wrong.push(name + ' ' + attribute);
      if (/^(href|src|action|xlink:href)$/.test(attribute)) {
        const url = new URL(value, location.href);
        if (!/^(https?|mailto):$/.test(url.protocol)) wrong.push(name + ' ' + value);
        if (name === 'a' && !own(value) && element.rel !== 'ugc nofollow noopener') wrong.push('rel of ' + value);
        if (name === 'form' && !own(value)) wrong.push('form ' + value);
      }
    }
  }
  if (document.querySelectorAll('main, header.top, footer').length !== 3) wrong.push('the frame is broken');
  if (window.ran) wrong.push('it ran');
  return wrong;
})()`;

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

t.test('whatever strangers write, nothing of it runs and nothing breaks out', async (t) => {
  const node = await HttpNode.start(t, { server: { doors: [site] } });
  const base = await node.app.listen({ port: 0, host: '127.0.0.1' });
  const poster = await node.rig('poster');
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const ask = async (as: { token: string }, url: string, body: unknown): Promise<any> => {
    const answer = await node.post(url, as.token, body);
    if (answer.status > 201) throw new Error(`${url}: ${answer.text}`);
    return answer.body;
  };
  const items: { id: string; text: string }[] = [];
  const cut = (text: string, length = 64): string => text.slice(0, length);
  for (const [index, text] of injections.entries()) {
    const registered = await node.post('/v1/rigs', undefined, { handle: `worker-${index}`, name: cut(text, 100) });
    const worker = { token: registered.body.token as string, id: registered.body.rig.id as string };
    await node.ask('PATCH', `/v1/rigs/${worker.id}`, { token: worker.token, body: { also_known_as: [text] } });
    const posting = {
      title: text,
      description: text,
      project: cut(text),
      tags: [cut(text)],
      skills: [cut(text)],
      acceptance: [text],
      origin_ref: text,
      sandbox: { [text]: text },
      type: 'bug',
    };
    const { item } = await ask(poster, '/v1/wanted', posting);
    items.push({ id: item.id, text });
    await ask(worker, `/v1/wanted/${item.id}/claim`, {});
    await ask(worker, `/v1/wanted/${item.id}/progress`, { note: text });
    const evidence = [{ url: text, note: text, digest: text.slice(0, 128), media_type: text.slice(0, 128) }];
    await ask(worker, `/v1/wanted/${item.id}/submit`, { evidence, summary: text });
    const stamp = { dimensions: { quality: { score: 3, confidence: 0.5 } }, message: text, skills: [cut(text)] };
    const accepted = await ask(poster, `/v1/wanted/${item.id}/accept`, { reason: text, stamp });
    await ask(worker, '/v1/comments', { about: item.id, text });
    await ask(worker, '/v1/comments', { about: accepted.stamp.stamp.id, text });
    await ask(poster, '/v1/vouches', { subject: worker.id, note: text });
  }
  t.ok(injections.length >= 60, `${injections.length} texts`);

  const browser = await startBrowser(t);
  const reader = await Person.at(browser, base);
  await reader.page.addInitScript('window.pwned = () => { window.ran = true; }; window.alert = window.pwned;');
  await reader.go('/sign-in');
  await reader.send('Sign in', { Token: poster.token });
  const look = async (path: string): Promise<void> => {
    await reader.go(path);
    const wrong = await reader.page.evaluate<string[]>(strayParts);
    if (wrong.length > 0) t.fail(`${path}: ${wrong.join(', ')}`);
  };
  const heading = (page: Page): Promise<string> => page.locator('h1').innerText();
  const changed: string[] = [];
  for (const [index, { id, text }] of items.entries()) {
    await look(`/items/${id}`);
    if (flat(await heading(reader.page)) !== flat(text)) changed.push(text);
    await look(`/rigs/worker-${index}`);
    // Typed into a URL, it comes back in the page.
    await look(
      `/?q=${encodeURIComponent(text)}&project=${encodeURIComponent(cut(text))}&status=${encodeURIComponent(text)}`,
    );
  }
  t.strictSame(changed, [], 'every title reads as it was written');
  const pages = ['/?status=all', '/?view=columns', '/rigs', '/federation', '/leaderboard', `/entries/${node.id}/4`];
  for (const path of [
    ...pages,
    `/rigs/${poster.id}`,
    `/sign-in?to=${encodeURIComponent('"><img src=x onerror=pwned()>')}`,
  ]) {
    await look(path);
  }
  for (const text of injections.slice(0, 20)) {
    await reader.go('/items/new');
    await reader.send('Post it', { Title: 'x', Description: text, Project: cut(text), 'Depends on': text });
    t.strictSame(await reader.page.evaluate(strayParts), [], 'a form that comes back');
    t.equal(await reader.page.getByLabel('Description').inputValue(), text, 'with what was typed');
  }
  t.strictSame(reader.complaints, [], 'and the browser complains of nothing');
  await reader.page.evaluate(`document.querySelector('main').innerHTML += '<img src="x" onerror="pwned()">'`);
  t.strictSame(
    await reader.page.evaluate(strayParts),
    ['img', 'img onerror'],
    'what had broken out would have been found',
  );
});
