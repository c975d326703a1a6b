import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import t from 'tap';
import type { Browser } from 'playwright-core';
import { Person, startBrowser } from '../support/browser.ts';
import { wasteland } from '../support/command-line.ts';
import { temporaryDirectory } from '../support/dolt.ts';
import { startNetwork } from '../support/network.ts';

/** The first key of this browser, asked by a script of the page: what it is, and what comes of taking it out. */
const stolen = `new Promise((resolve, reject) => {
  const opening = indexedDB.open('wasteland');
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const asked = opening.result.transaction('keys').objectStore('keys').getAll();
    asked.onsuccess = async () => {
      const { rig, privateKey } = asked.result[0];
      const told = (error) => error.name;
      const out = await Promise.all(['jwk', 'pkcs8'].map((form) => crypto.subtle.exportKey(form, privateKey).catch(told)));
      opening.result.close();
      resolve({ rig, extractable: privateKey.extractable, out });
    };
  };
})`;
interface Stolen {
  rig: string;
  extractable: boolean;
  out: string[];
}

const unheard = /\/v1\/stream/;

/** Somebody with a key of their own, who has seen what to do about losing it. */
async function registered(browser: Browser, url: string, handle: string): Promise<Person> {
  const person = await Person.at(browser, url);
  await person.registerOwnKey(handle);
  await person.page.getByRole('link', { name: 'go on' }).click();
  return person;
}

t.test('a key that only this browser has', async (t) => {
  const { a } = await startNetwork(t, ['a']);
  const browser = await startBrowser(t);
  const carol = await a.register('carol');

  await t.test('nobody can take it out, and the node holds none', async (t) => {
    const alice = await registered(browser, a.url, 'alice');
    const { rig, ...key } = await alice.page.evaluate<Stolen>(stolen);
    t.strictSame(key, { extractable: false, out: ['InvalidAccessError', 'InvalidAccessError'] });
    const { body } = await a.ask('GET', `/v1/rigs/${rig}/identity`);
    const [document] = body.documents.map((text: string) =>
      JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()),
    );
    t.match(document, { handle: 'alice', kind: 'human', home: a.id, keys: { length: 1 }, recovery: { length: 1 } });
    t.equal(document.keys[0].custody, undefined);
    t.strictSame(a.node.context.services.private.keys.kids(rig), []);
    t.match((await a.ask('POST', '/v1/admin/tokens', { rig }, 'admin')).body, { code: 'no_key' });
    t.strictSame(alice.complaints, []);
  });

  await t.test('what can’t be taken is said at the form, and what was typed is kept', async (t) => {
    const taken = await Person.at(browser, a.url);
    await taken.askForOwnKey('carol', 'Another');
    t.match(await taken.page.getByRole('alert').innerText(), /taken/);
    t.equal(await taken.page.getByLabel('Handle').inputValue(), 'carol');

    const bob = await registered(browser, a.url, 'bob');
    await bob.go('/items/new');
    await bob.send('Post it', { Title: 'x'.repeat(399), 'Depends on': 'nothing' });
    t.match(await bob.text(), /pattern/, 'what is wrong stands at its field');
    t.equal(await bob.page.getByLabel('Title').inputValue(), 'x'.repeat(399));
    t.equal(await bob.page.evaluate('document.activeElement.name'), 'depends_on', 'where the focus is');
    await bob.send('Post it', { Title: 'One item', 'Depends on': '' });
    t.ok(await bob.sees(/One item/), 'and then it is posted');

    const item = await a.post(carol, 'Wanted by two');
    await bob.page.route(unheard, (route) => route.abort());
    await bob.go(`/items/${item}`);
    await a.ask('POST', `/v1/wanted/${item}/claim`, {}, carol);
    await bob.send('Claim it');
    const alert = await bob.page.getByRole('alert').innerText();
    t.match(alert, /wrong_state/, 'a refusal of the event is shown at the form');
    const others = bob.complaints.filter((complaint) => !complaint.includes('ERR_FAILED'));
    t.strictSame([...others, ...taken.complaints], []);
  });

  await t.test('an answer that was lost is no second act', async (t) => {
    const dora = await registered(browser, a.url, 'dora');
    await dora.go('/items/new');
    const lose = async (route: { fetch(): Promise<unknown>; abort(): Promise<void> }): Promise<void> => {
      await route.fetch();
      await route.abort();
    };
    await dora.page.route('**/v1/events', lose, { times: 1 });
    await dora.send('Post it', { Title: 'Only once' });
    t.match(await dora.page.getByRole('alert').innerText(), /can’t be reached/);
    await dora.send('Post it');
    t.match(dora.page.url(), /\/items\/w-[0-9a-f]{40}$/);
    t.equal((await a.ask('GET', '/v1/wanted?q=once')).body.items.length, 1);
  });

  await t.test('a session ends and begins again with the key, and only with it', async (t) => {
    const erin = await registered(browser, a.url, 'erin');
    const [cookie] = (await erin.page.context().cookies()).filter(({ name }) => name === 'wasteland');
    if (cookie === undefined) throw new Error('no session');
    await erin.send('Sign out');
    await erin.go('/items/new');
    await erin.send('Sign in with its key');
    t.equal(new URL(erin.page.url()).pathname, '/items/new', 'and back');

    const elsewhere = await Person.at(browser, a.url);
    await elsewhere.page.context().addCookies([cookie]);
    await elsewhere.go('/');
    t.match(await elsewhere.page.locator('header').innerText(), /Sign in/, 'what was signed out is over');
    await elsewhere.page.context().addCookies(await erin.page.context().cookies());
    await elsewhere.go('/items/new');
    await elsewhere.send('Post it', { Title: 'No key here' });
    t.match(await elsewhere.page.getByRole('alert').innerText(), /doesn’t have the key/, 'a session without its key');

    const plain = await Person.at(browser, a.url, { javaScriptEnabled: false });
    await plain.page.context().addCookies(await erin.page.context().cookies());
    await plain.go('/items/new');
    await plain.send('Post it', { Title: 'No script here' });
    t.match(await plain.text(), /needs JavaScript/, 'and without scripts: it is said, and kept');
    t.equal(await plain.page.getByLabel('Title').inputValue(), 'No script here');
  });

  await t.test('a recovery key takes the rig back; pages are for everybody', async (t) => {
    const frank = await Person.at(browser, a.url, { viewport: { width: 360, height: 800 } });
    await frank.go('/register');
    const problems = async (): Promise<string[]> =>
      (await new AxeBuilder({ page: frank.page }).analyze()).violations.map(({ id }) => id);
    t.equal(await frank.page.getByLabel('This browser, and nobody else').isVisible(), true);
    t.strictSame(await problems(), []);
    const secret = await frank.registerOwnKey('frank');
    t.strictSame(await problems(), [], 'the recovery key’s page');
    t.equal(await frank.page.evaluate('document.documentElement.scrollWidth > innerWidth'), false);
    const [download] = await Promise.all([
      frank.page.waitForEvent('download'),
      frank.page.getByRole('link', { name: 'Save it as a file' }).click(),
    ]);
    t.equal(download.suggestedFilename(), 'recovery-frank.json');
    const command = (await frank.page.locator('[data-fill="command"]').getAttribute('data-copy')) ?? '';
    await frank.page.getByRole('link', { name: 'go on' }).click();

    const home = await temporaryDirectory(t);
    const file = join(home, 'recovery-frank.json');
    await writeFile(file, secret);
    const [name, ...args] = command.replace('recovery-frank.json', file).split(' ');
    t.equal(name, 'wasteland');
    const ended = await wasteland(args, { XDG_CONFIG_HOME: home, HOME: home });
    t.equal(ended.code, 0, ended.stderr);
    await frank.send('Sign out');
    await frank.go('/sign-in');
    t.strictSame(await problems(), [], 'the sign-in with a key');
    await frank.send('Sign in with its key');
    t.match(
      await frank.page.getByRole('alert').innerText(),
      /doesn’t speak for that rig/,
      'the lost key speaks no more',
    );
    t.strictSame(frank.complaints, []);
  });

  await t.test('without scripts nothing of it is shown', async (t) => {
    const plain = await Person.at(browser, a.url, { javaScriptEnabled: false });
    await plain.go('/register');
    t.notMatch(await plain.text(), /Who holds its key|recovery/);
    await plain.go('/sign-in');
    t.notMatch(await plain.text(), /key in this browser/i);
  });
});
