import t from 'tap';
import { signToken } from '../../src/identity/sign.ts';
import { site } from '../../src/web/site.ts';
import { HttpNode } from '../support/http-node.ts';

// A test knows what it asked for.
/* eslint-disable @typescript-eslint/no-explicit-any */

/** What a profile tells a person: the record with its evidence, who stands behind it, and what is worth a look. */

t.setTimeout(120_000);
const peer = 'p'.repeat(42) + 'A';

const value = { mean: 0.75, uncertainty: 0.25, lower: 0.61 };
const node = await HttpNode.start(t, {
  server: { doors: [site] },
  homes: { urlOf: (id) => (id === peer ? 'https://peer.example' : undefined) },
  peers: {
    views: (rig) => {
      const rigs = { [rig]: { weight: 1.5, quality: value, reliability: value, creativity: value } };
      const view = { iss: peer, roots: [peer], damping: 0.6, vector: {}, value: { combine: 'together', rigs }, iat: 1 };
      const text = signToken('wasteland-view+jwt', view, node.services.node.key);
      return Promise.resolve([{ node: peer, text, view: view as any }]);
    },
  },
});

async function markup(path: string): Promise<string> {
  const { status, text } = await node.get(path, { headers: { accept: 'text/html' } });
  if (status !== 200) throw new Error(`${path}: ${status}`);
  return text;
}

/** A page without its markup: runs of blanks are one. */
async function words(path: string): Promise<string> {
  return (await markup(path)).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
}

async function done(path: string, as: { token: string }, body: object = {}): Promise<any> {
  const answer = await node.post(path, as.token, body);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
  return answer.body;
}

/** Someone hands in work for another, who stamps it. */
async function stamped(author: { token: string }, worker: { token: string }, url = 'https://example.org/pull/1') {
  const { item } = await done('/v1/wanted', author, { title: 'a task', type: 'bug' });
  await done(`/v1/wanted/${item.id}/claim`, worker);
  const { completion } = await done(`/v1/wanted/${item.id}/submit`, worker, { evidence: [{ url }] });
  const dimensions = { quality: { score: 4.5, confidence: 0.9 } };
  const { stamp } = await done('/v1/stamps', author, { completion, dimensions });
  return { item: item.id as string, stamp: stamp.id as string };
}

t.test('each stamp has the evidence of the work, what else its author gave, and the answer', async (t) => {
  const [ann, bob, cat] = [await node.rig('ann'), await node.rig('bob'), await node.rig('cat')];
  const { item, stamp } = await stamped(ann, bob, 'https://example.org/pull/17');
  const seen = await words('/rigs/bob');
  t.match(seen, 'Evidence: https://example.org/pull/17');
  t.match(seen, /ann ’s judgement weighs 0\.00 here\. It has stamped nothing else\./);
  await stamped(ann, cat);
  await done('/v1/comments', bob, { about: stamp, text: 'thank you' });
  const after = await markup('/rigs/bob');
  t.match(after, `href="/rigs/${ann.id}/stamps?by=author"`);
  t.match(after, `href="/items/${item}"`);
  t.match(await words('/rigs/bob'), /It also stamped cat \(4\.5\).*thank you/);
});

t.test('every stamp, page by page, about a rig and by it', async (t) => {
  const [dan, dora] = [await node.rig('dan'), await node.rig('dora')];
  const made: string[] = [];
  for (let n = 0; n < 22; n += 1) made.push((await stamped(dan, dora)).stamp);
  const idsIn = (text: string) => [...text.matchAll(/ id="(s-[0-9a-f]{40})"/g)].map(([, id]) => id);
  const profile = await markup('/rigs/dora');
  t.equal(idsIn(profile).length, 10);
  t.match(profile, `href="/rigs/${dora.id}/stamps"`);
  for (const [path, from] of [
    [`/rigs/${dora.id}/stamps`, 'Stamps about dora ’s work'],
    [`/rigs/${dan.id}/stamps?by=author`, 'Stamps that dan gave'],
  ] as const) {
    const first = await markup(path);
    t.match(await words(path), from);
    const [, next = ''] = /rel="next" href="([^"]*)"/.exec(first) ?? [];
    const second = await markup(next.replaceAll('&amp;', '&'));
    t.strictSame([...idsIn(first), ...idsIn(second)].sort(), [...made].sort(), path);
  }
  t.match(await words(`/rigs/${dora.id}/stamps?by=author`), 'It has stamped nobody’s work yet.');
  t.equal((await node.get('/rigs/dora/stamps?by=nobody', { headers: { accept: 'text/html' } })).status, 400);
});

t.test('signals stand beside the numbers, each with what may be innocent about it', async (t) => {
  const [eve, fay] = [await node.rig('eve'), await node.rig('fay')];
  t.match(await words('/rigs/fay'), 'Nothing stands out.');
  const { item, stamp } = await stamped(eve, fay);
  await stamped(fay, eve);
  const seen = await words('/rigs/fay');
  t.match(seen, /Worth a look .* part of no number .* reciprocity/);
  t.match(seen, 'It may be innocent. Two people who work on the same things review each other');
  t.match(await markup('/rigs/fay'), `href="/items/${item}#${stamp}"`);
  await node.get('/v1/admin/audit', { token: node.admin });
  // Under another URL: an answer is kept for a second while nothing changes.
  t.match(await words(`/rigs/${fay.id}`), 'Rings and closed circles were last looked for');
});

t.test('accounts elsewhere: proven with a date, or not, or only said; links that one side signed', async (t) => {
  const [gus, hal] = [await node.rig('gus'), await node.rig('hal')];
  const uris = ['github:Gus', 'domain:gus.example', 'domain:other.example', 'https://gus.example/about'];
  const change = { token: gus.token, body: { also_known_as: uris } };
  t.equal((await node.ask('PATCH', `/v1/rigs/${gus.id}`, change)).status, 200);
  const [kid] = (await node.get('/v1/rigs/gus')).body.keys;
  const yesterday = Date.now() - 86_400_000;
  const row = { rig: gus.id, checked_at: yesterday, next_at: null, number: 7, gist: null, kid, stated_at: 1 };
  const { accounts } = node.services.private;
  const proof = { proven_at: yesterday, place: 'gist', code: null, detail: null };
  accounts.put({ ...row, ...proof, account: 'github:gus', state: 'proven' });
  const fault = { proven_at: null, place: null, code: 'no_statement', detail: 'no file there' };
  accounts.put({ ...row, ...fault, account: 'domain:gus.example', state: 'failed' });
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  const seen = await words('/rigs/gus');
  t.match(seen, `github:Gus proven ${day.format(yesterday)}`);
  t.match(seen, 'by a gist');
  t.match(seen, 'domain:gus.example not proven: no file there');
  t.match(seen, 'domain:other.example nobody has looked yet');
  t.match(seen, 'https://gus.example/about it says so; nothing that can be proven here');

  await done('/v1/links', gus, { other: hal.id });
  t.match(await words('/rigs/gus'), 'it says that it has one owner with hal , who hasn’t said so');
  t.match(await words('/rigs/hal'), 'gus says so of the two, and it hasn’t');
  await done('/v1/links', hal, { other: gus.id });
  const both = await words('/rigs/hal');
  t.match(both, 'One owner with gus');
  t.notMatch(both, 'says so of the two');
});

t.test('how other nodes see it', async (t) => {
  const ivy = await node.rig('ivy');
  t.match(await markup('/rigs/ivy'), `href="/rigs/${ivy.id}/views"`);
  const seen = await words('/rigs/ivy/views');
  t.match(
    seen,
    /This node .* 0\.50 .*pppppppppp… .*under 1 root; its judgement weighs 1\.50 there .* 0\.75 0\.61 0\.25/,
  );
  t.match(
    seen,
    `wasteland reputation verify https://peer.example/v1/rigs/${ivy.id}/view --url http://board.example:8080`,
  );
});

t.test('the parts of a standing come from somewhere, and a profile is there for programs too', async (t) => {
  const [jon, kim] = [await node.rig('jon'), await node.rig('kim')];
  await node.ask('POST', '/v1/admin/roots', { token: node.admin, body: { rig: 'jon' } });
  await stamped(jon, kim);
  const seen = await words('/rigs/kim');
  t.match(seen, /Where it comes from .* 1 100 % 0 % 0 %/);
  const page = await markup('/rigs/kim');
  for (const path of [`/feeds/rigs/${kim.id}.atom`, `/v1/rigs/${kim.id}/badge.svg`, `/v1/rigs/${kim.id}/tiers`]) {
    t.match(page, `href="${path}"`);
    t.equal((await node.get(path)).status, 200, path);
  }
});
