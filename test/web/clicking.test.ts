import t from 'tap';
import type { Test } from 'tap';
import type { Browser } from 'playwright-core';
import { Person, startBrowser } from '../support/browser.ts';
import { startNetwork } from '../support/network.ts';
import type { NetworkNode } from '../support/network.ts';

/** Without scripts; with them; with keys that only the two browsers have. */
type Way = 'plain' | 'scripted' | 'own-key';

/** From nothing to a stamp that the other node shows, by clicking alone. */
async function story(t: Test, browser: Browser, nodes: Record<'a' | 'b', NetworkNode>, tail: Way) {
  const { a, b } = nodes;
  const javaScriptEnabled = tail !== 'plain';
  const alice = await Person.at(browser, a.url, { javaScriptEnabled });
  const bob = await Person.at(browser, b.url, { javaScriptEnabled });
  const register = (person: Person, handle: string, name?: string): Promise<string> =>
    tail === 'own-key' ? person.registerOwnKey(handle, name) : person.register(handle, name);
  const secret = await register(alice, `alice-${tail}`, 'Alice');
  t.match(secret, tail === 'own-key' ? /"d":/ : /^ey/, 'the token, or the recovery key, is shown once');
  await register(bob, `bob-${tail}`);
  await bob.page.getByRole('link', { name: 'Go on' }).click();

  await alice.page.getByRole('link', { name: 'Go on' }).click();
  await alice.page.getByRole('link', { name: 'New item' }).click();
  await alice.send('Post it', {
    Title: `Mend the fence ${tail}`,
    Description: 'It is **broken**.',
    'Accepted when': 'it stands\nit is green',
    Priority: '1',
    Skills: 'carpentry, paint',
  });
  const item = new URL(alice.page.url()).pathname;
  t.match(item, /^\/items\/w-[0-9a-f]{40}$/, 'posted, and shown');
  t.equal(await alice.page.getByRole('checkbox').count(), 2, 'acceptance is a checklist');

  await b.sync(a);
  await bob.go(`/?q=fence+${tail}`);
  await bob.page.getByRole('link', { name: `Mend the fence ${tail}` }).click();
  t.equal(new URL(bob.page.url()).pathname, item, 'the item has the same path on the other node');
  await bob.send('Claim it');
  t.ok(await bob.sees(/claimed/), 'claimed at its home, and seen here');
  await bob.send('Comment', { 'Your comment': 'How *high*?' });
  t.match(await bob.page.locator('#comments em').innerText(), /high/, 'a comment is Markdown');
  await bob.send('Report', { Note: 'half of it' });
  await bob.send('Hand in', { Evidence: 'https://example.org/work/1 the whole fence', Summary: 'Done.' });
  t.ok(await bob.sees(/in review/), 'handed in');

  await a.sync(b);
  await alice.go(item);
  t.ok(await alice.sees(/How high\?/), 'the comment came to the home');
  t.equal(
    await alice.page.locator('.evidence a').getAttribute('rel'),
    'ugc nofollow noopener',
    'a foreign link is marked',
  );
  await alice.send('Reject', { Reason: 'not green' });
  await b.sync(a);
  await bob.go(item);
  t.ok(await bob.sees(/not green/), 'the reason of a rejection is shown');
  await bob.send('Hand in', { Evidence: 'https://example.org/work/2' });
  await alice.go(item);
  const accept = alice.page.locator('#form-accept');
  await alice.page.getByText('Accept the work', { exact: true }).first().click();
  await accept.locator('summary').click();
  await accept.locator('#accept-quality-score').selectOption('4.5');
  await accept.locator('#accept-quality-confidence').fill('80');
  await accept.locator('#accept-message').fill('Stands well.');
  await accept.getByRole('button').click();
  t.ok(await alice.sees(/completed/), 'accepted');
  t.ok(await alice.sees(/4\.5 of 5/), 'and stamped');

  await b.sync(a);
  await bob.go(item);
  await bob.send('Answer', { 'Your answer': 'Thank you' });
  await bob.page
    .getByRole('link', { name: `bob-${tail}` })
    .first()
    .click();
  t.ok(
    await bob.sees(/Stands well\.[\s\S]*Thank you/),
    'the stamp, and its answer, stand on the profile on the other node',
  );
  await bob.go(item);
  const lines = await bob.page.locator('.history li').count();
  t.ok(lines >= 9, `${lines} lines of history`);
  await bob.page
    .getByRole('link', { name: /^verify/ })
    .last()
    .click();
  t.equal(await bob.page.locator('.checks .holds').count(), 3, 'an entry of the other log verifies here');

  await alice.go(`/rigs/bob-${tail}@${new URL(b.url).host}`);
  await alice.send('Vouch', { Why: 'good work' });
  t.ok(await alice.sees(/Withdraw your vouch/i), 'vouched');
  await alice.send('Withdraw your vouch');
  t.notMatch(await alice.text(), /Withdraw your vouch/i, 'and taken back');
  await alice.send('Sign out');
  t.match(await alice.page.locator('header').innerText(), /Sign in/, 'signed out');
  t.strictSame([...alice.complaints, ...bob.complaints], [], 'the browser complains of nothing');
  return secret;
}

t.test('two people on two nodes do everything by clicking', async (t) => {
  const nodes = await startNetwork(t, ['a', 'b']);
  await nodes.a.peer(nodes.b);
  await nodes.b.peer(nodes.a);
  const browser = await startBrowser(t);
  await t.test('with JavaScript', async (t) => {
    await story(t, browser, nodes, 'scripted');
  });
  await t.test('with keys of their own', async (t) => {
    await story(t, browser, nodes, 'own-key');
  });
  await t.test('without JavaScript', async (t) => {
    const token = await story(t, browser, nodes, 'plain');
    const again = await Person.at(browser, nodes.a.url, { javaScriptEnabled: false });
    await again.go('/items/new');
    t.match(again.page.url(), /sign-in/, 'strangers are led to the sign-in');
    await again.send('Sign in', { Token: 'not a token' });
    t.match(await again.text(), /not one of this node/);
    await again.send('Sign in', { Token: token });
    t.equal(new URL(again.page.url()).pathname, '/items/new', 'and back');
    await again.send('Post it', { Title: 'x'.repeat(399), 'Depends on': 'nothing' });
    t.match(await again.text(), /pattern/, 'what is wrong stands at its field');
    t.equal(await again.page.getByLabel('Title').inputValue(), 'x'.repeat(399), 'what was typed is kept');
  });
});
