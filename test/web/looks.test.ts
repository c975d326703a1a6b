import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import t from 'tap';
import { Person, startBrowser } from '../support/browser.ts';
import { liveIn } from '../support/lived-in.ts';
import { startNetwork } from '../support/network.ts';
import type { NetworkNode } from '../support/network.ts';

/** Pictures of pages, for whoever builds them to look at. */
const pictures = fileURLToPath(new URL('../../.pictures', import.meta.url));

/** Peers that were never there, and what they are said to have brought: for a picture with something in it. */
function relayedBy(node: NetworkNode, count: number): void {
  const { peers, relays } = node.node.context.services.private;
  for (let n = 0; n < count; n += 1) {
    const id = `${n}`.padStart(43, 'peer');
    peers.add(id, `https://${n}.example`);
    peers.change(id, { paused: n % 4 === 1, failures: n % 4 === 2 ? 3 : 0 });
    const logs = Array.from({ length: n % 5 }, (_, m) => ({ origin: `${m}`.padStart(43, 'log'), landed: 10 ** m }));
    relays.note(id, [{ origin: id, landed: 40 * n }, ...logs], Date.now());
  }
}

/** What axe finds in a page. In the legacy mode, since the other opens one more page each time to put frames together, and ours
 * have none: together with what is said of the rules that hold, that was more than half of the work. */
function accessibility(page: Page): ReturnType<AxeBuilder['analyze']> {
  return new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .setLegacyMode()
    .analyze();
}

t.test('every page is for everybody: light and dark, narrow and wide, seen or read aloud', async (t) => {
  mkdirSync(pictures, { recursive: true });
  const { a, b } = await startNetwork(t, ['a', 'b']);
  await a.peer(b);
  const { alice, bob, done, inReview } = await liveIn(a);
  await b.register('dora');
  await a.sync(b);
  await b.stop();
  await a.sync(b);
  relayedBy(a, 12);
  const browser = await startBrowser(t);
  const pages = {
    board: '/',
    columns: '/?view=columns',
    nothing: '/?q=nowhere',
    item: `/items/${done}`,
    review: `/items/${inReview}`,
    edit: `/items/${inReview}/edit`,
    new: '/items/new',
    rigs: '/rigs',
    rig: `/rigs/${bob.id}`,
    stamps: `/rigs/${bob.id}/stamps`,
    federation: '/federation',
    entry: `/entries/${a.id}/3`,
    about: '/about',
    concepts: '/help/concepts',
    operations: '/help/operations',
    'sign-in': '/sign-in',
    register: '/register',
    error: '/nowhere',
  };
  const strangers = new Set(['sign-in', 'register', 'rigs']);
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [360, 1280]) {
      const viewport = { width, height: 800 };
      const member = await Person.at(browser, a.url, { viewport, colorScheme });
      const stranger = await Person.at(browser, a.url, { viewport, colorScheme });
      await member.go('/sign-in');
      await member.send('Sign in', { Token: alice.token });
      for (const [name, path] of Object.entries(pages)) {
        const person = strangers.has(name) ? stranger : member;
        await person.go(path);
        const found = await accessibility(person.page);
        const violations = found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
        t.strictSame(violations, [], `${name}, ${colorScheme}, ${width}`);
        const overflow = await person.page.evaluate('document.documentElement.scrollWidth > innerWidth');
        t.equal(overflow, false, `${name} fits into ${width}`);
        await person.page.screenshot({ path: join(pictures, `${name}-${colorScheme}-${width}.png`), fullPage: true });
      }
      t.strictSame([...member.complaints, ...stranger.complaints], [], `no complaint, ${colorScheme}, ${width}`);
    }
  }
});
