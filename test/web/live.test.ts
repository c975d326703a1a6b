import t from 'tap';
import type { Test } from 'tap';
import type { Browser } from 'playwright-core';
import { Person, startBrowser } from '../support/browser.ts';
import { eventually, expectSame, startNetwork } from '../support/network.ts';
import type { Member, NetworkNode } from '../support/network.ts';

const mark = 'window.neverReloaded = true';

/** A page that stays open. */
async function open(browser: Browser, node: NetworkNode, path: string, as?: Member): Promise<Person> {
  const reader = await Person.at(browser, node.url);
  if (as !== undefined) {
    await reader.go('/sign-in');
    await reader.send('Sign in', { Token: as.token });
  }
  await reader.go(path);
  await reader.page.evaluate(mark);
  return reader;
}

async function leave(t: Test, reader: Person): Promise<void> {
  t.equal(await reader.page.evaluate('window.neverReloaded'), true, 'the page was never loaded again');
  t.strictSame(reader.complaints, [], 'and complains of nothing');
  await reader.page.context().close();
}

async function claim(node: NetworkNode, item: string, as: Member): Promise<void> {
  const { status } = await node.ask('POST', `/v1/wanted/${item}/claim`, {}, as);
  if (status !== 200) throw new Error(`not claimed: ${status}`);
}

t.test('pages that somebody looks at change by themselves', async (t) => {
  const { a } = await startNetwork(t, ['a']);
  const browser = await startBrowser(t);
  const [alice, bob] = [await a.register('alice'), await a.register('bob')];

  await t.test('an item: what others do comes, what I am typing stays', async (t) => {
    const posting = { title: 'Mend it', type: 'bug', acceptance: ['it stands'] };
    const { body } = await a.ask('POST', '/v1/wanted', posting, alice);
    const item = String(body.item.id);
    const reader = await open(browser, a, `/items/${item}`, alice);
    const { page } = reader;
    const text = page.getByLabel('Your comment');
    await page.getByRole('checkbox').check();
    await text.fill('half a sen');
    await page.evaluate('document.activeElement.setSelectionRange(4, 6)');

    await a.ask('POST', '/v1/comments', { about: item, text: 'How **high**?' }, bob);
    t.ok(await reader.sees(/How high\?/), 'a comment comes');
    await claim(a, item, bob);
    t.ok(await reader.sees(/Release the claim/), 'and what I can do now');
    t.equal(await page.locator('main .badge').first().innerText(), 'claimed');
    t.equal(await text.inputValue(), 'half a sen', 'half a sentence stays');
    const where =
      '[document.activeElement.name, document.activeElement.selectionStart, document.activeElement.selectionEnd]';
    t.strictSame(await page.evaluate(where), ['text', 4, 6], 'and the cursor in it');
    t.equal(await page.getByRole('checkbox').isChecked(), true, 'a tick stays');
    t.equal(
      await page.locator('.copier').count(),
      await page.locator('[data-copy]').count(),
      'one button for each text',
    );
    t.notMatch(await page.locator('#comments time').first().innerText(), /UTC|20\d\d/, 'times are told as ever');

    await page.getByText('Release the claim').click();
    await a.ask('POST', '/v1/comments', { about: item, text: 'Two metres.' }, bob);
    t.ok(await reader.sees(/Two metres/));
    t.equal(await page.getByLabel('Reason').isVisible(), true, 'what was unfolded stays so');
    await reader.send('Comment', { 'Your comment': 'half a sentence, and its end' });
    t.ok(await reader.sees(/and its end/), 'the form still works');
    await page.evaluate(mark);
    await leave(t, reader);
  });

  await t.test('a form that I have begun stays, though it is too late for it', async (t) => {
    const item = await a.post(alice, 'Late');
    const reader = await open(browser, a, `/items/${item}`, alice);
    await reader.page.getByText('Withdraw it').click();
    await reader.page.locator('#withdraw-reason').fill('nobody wants it');
    await claim(a, item, bob);
    await a.ask('POST', `/v1/wanted/${item}/submit`, { evidence: [{ url: 'https://example.org' }] }, bob);
    await a.ask('POST', `/v1/wanted/${item}/accept`, {}, alice);
    t.ok(await reader.sees(/completed/));
    t.equal(await reader.page.locator('#withdraw-reason').inputValue(), 'nobody wants it');
    t.equal(await reader.page.locator('#form-accept, #form-reject').count(), 0, 'those that nobody began are gone');
    await leave(t, reader);
  });

  await t.test('the board of a stranger: items come and change, the focus stays with its item', async (t) => {
    const first = await a.post(alice, 'The first of two');
    const reader = await open(browser, a, '/?sort=-created');
    const link = reader.page.getByRole('link', { name: 'The first of two' });
    await link.focus();
    await a.post(bob, 'The second of two');
    t.ok(await reader.sees(/The second of two/));
    t.equal(await reader.page.evaluate('document.activeElement.pathname'), `/items/${first}`);
    await claim(a, first, bob);
    await eventually(async () => expectSame(await link.count(), 0, 'a claimed item leaves the list'));
    await leave(t, reader);
  });

  await t.test('a profile hears what is said of it, and nothing of others', async (t) => {
    const reader = await open(browser, a, `/rigs/${bob.id}`);
    const asked: string[] = [];
    reader.page.on('request', (request) => {
      if (new URL(request.url()).pathname.startsWith('/rigs/')) asked.push(request.url());
    });
    const carol = await a.register('carol');
    await a.ask('POST', '/v1/vouches', { subject: alice.id }, carol);
    await a.ask('POST', '/v1/vouches', { subject: bob.id, note: 'sees far' }, alice);
    t.ok(await reader.sees(/sees far/));
    t.equal(asked.length, 1, 'one look, for the one act');
    await leave(t, reader);
  });

  await t.test('a page that nobody sees doesn’t listen, and catches up', async (t) => {
    const reader = await Person.at(browser, a.url);
    const { page } = reader;
    await page.addInitScript(`Object.defineProperty(document, 'hidden', { get: () => window.away === true })`);
    const listening = page.waitForResponse(/\/v1\/stream/);
    await reader.go('/');
    await listening;
    const closed = page.waitForEvent('requestfailed', (request) => request.url().includes('/v1/stream'));
    await page.evaluate(`window.away = true; document.dispatchEvent(new Event('visibilitychange'))`);
    await closed;
    t.pass('the stream is closed');
    await a.post(alice, 'Unseen at first');
    const again = page.waitForRequest(/\/v1\/stream/);
    t.notMatch(await reader.text(), /Unseen at first/);
    await page.evaluate(`window.away = false; document.dispatchEvent(new Event('visibilitychange'))`);
    await again;
    t.ok(await reader.sees(/Unseen at first/), 'and what was missed comes');
    t.strictSame(reader.complaints, []);
  });
});
