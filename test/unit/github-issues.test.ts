import t from 'tap';
import type { Test } from 'tap';
import { addressRules } from '../../src/net/addresses.ts';
import { GithubApi } from '../../src/net/github-api.ts';
import { GithubIssues } from '../../src/net/github-issues.ts';
import { pauseOf } from '../../src/net/github-limits.ts';
import { placeOf } from '../../src/net/github-place.ts';
import { GuardedClient } from '../../src/net/guarded-client.ts';
import { IssueServer } from '../support/issue-server.ts';
import { StubServer } from '../support/stub-server.ts';

const now = Date.parse('2026-01-02T03:04:05Z');

function clientFor(t: Test): GuardedClient {
  const client = new GuardedClient(addressRules(true));
  t.teardown(() => client.close());
  return client;
}

/** The issues of acme/widgets, and how long somebody was asked to wait for them. */
async function issuesOf(t: Test, { token }: { token?: string } = {}) {
  const server = await IssueServer.start(t);
  const waits: number[] = [];
  const wait = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);
  const api = new GithubApi(clientFor(t), { url: `${server.url}/api/v3`, token, now: () => now, wait });
  return { server, waits, issues: new GithubIssues(api, 'acme/widgets') };
}

async function numbersOf(issues: GithubIssues): Promise<number[]> {
  const numbers: number[] = [];
  for await (const page of issues.open('help wanted')) numbers.push(...page.map(({ number }) => number));
  return numbers;
}

t.test('every page, by the link to the next one', async (t) => {
  const { server, issues } = await issuesOf(t);
  server.open(250);
  t.same(
    await numbersOf(issues),
    server.issues.map(({ number }) => number),
  );
  t.same(
    server.asked.map((asked) => new URL(asked.split(' ')[1] ?? '', server.url).searchParams.get('page')),
    [null, '2', '3'],
  );
});

t.test('a list without an end', async (t) => {
  const stub = await StubServer.start(t);
  const wait = async (): Promise<void> => undefined;
  const api = new GithubApi(clientFor(t), { url: stub.url, now: () => now, wait });
  const endless = '<http://elsewhere.example/x?page=2>; rel="next"';
  const first = '/repos/a/b/issues?state=open&labels=x&sort=created&direction=asc&per_page=100&limit=100';
  for (const path of [first, '/repos/a/b/issues?page=2']) {
    stub.pages.set(path, { body: '[]', headers: { link: endless } });
  }
  const read = async (): Promise<void> => {
    for await (const page of new GithubIssues(api, 'a/b').open('x')) t.same(page, []);
  };
  await t.rejects(read(), { code: 'too_large' });
  t.equal(stub.asked.length, 200);
});

t.test('waits as long as it is told to, where that is not long', async (t) => {
  const { server, waits, issues } = await issuesOf(t);
  server.open(1);
  const reset = String(now / 1000 + 7);
  server.refusals.push(
    { status: 429, headers: { 'retry-after': '2' } },
    { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset } },
    { status: 403, message: 'You have exceeded a secondary rate limit.' },
  );
  t.same(await numbersOf(issues), [1]);
  t.same(waits, [2_000, 7_000, 60_000]);
});

t.test('gives up where it would have to wait for long, or again and again', async (t) => {
  const { server, waits, issues } = await issuesOf(t, { token: 'x' });
  const reset = String(now / 1000 + 3600);
  server.refusals.push({ status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset } });
  await t.rejects(numbersOf(issues), { code: 'rate_limited', message: /before 2026-01-02T04:04:05Z$/ });
  t.same(waits, []);
  for (let n = 0; n < 4; n += 1) server.refusals.push({ status: 429, headers: { 'retry-after': '1' } });
  await t.rejects(numbersOf(issues), { code: 'rate_limited' });
  t.same(waits, [1_000, 1_000, 1_000]);
});

t.test('every refusal has its code', async (t) => {
  const { server, issues } = await issuesOf(t);
  const codes: [number, string][] = [
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [410, 'not_found'],
    [422, 'not_a_peer'],
    [500, 'peer_unreachable'],
    [301, 'not_a_peer'],
  ];
  for (const [status, code] of codes) {
    server.refusals.push({ status, headers: { location: '/repositories/1' } });
    await t.rejects(numbersOf(issues), { code }, String(status));
  }
  t.equal(server.asked.length, codes.length, 'nobody is sent on with the token');
  server.refusals.push({ status: 200 });
  await t.rejects(numbersOf(issues), { code: 'not_a_peer' }, 'another kind of answer');
});

t.test('a limit is read from what an answer says', (t) => {
  const pause = (status: number, headers: Record<string, string>, text = ''): number | undefined =>
    pauseOf({ status, contentType: '', text, header: (name) => headers[name] ?? '' }, now);
  t.equal(pause(403, {}), undefined);
  t.equal(pause(403, { 'x-ratelimit-remaining': '12', 'x-ratelimit-reset': String(now / 1000 + 5) }), undefined);
  t.equal(pause(404, { 'retry-after': '5' }), undefined);
  t.equal(pause(429, {}), 60_000);
  t.equal(pause(429, { 'retry-after': 'Fri, 02 Jan 2026 03:04:09 GMT' }), 4_000);
  t.end();
});

t.test('where the API of a server is', async (t) => {
  const client = clientFor(t);
  for (const url of ['https://github.com', 'https://github.com/', 'https://api.github.com']) {
    t.same(await placeOf(client, url), { api: 'https://api.github.com', web: 'https://github.com', prefix: '' });
  }
  const named = { api: 'https://ghe.example/api/v3', web: 'https://ghe.example', prefix: 'ghe.example/' };
  t.same(await placeOf(client, 'https://ghe.example/api/v3/'), named);
  const below = { api: 'https://x.example/git/api/v1', web: 'https://x.example/git', prefix: 'x.example/git/' };
  t.same(await placeOf(client, 'https://x.example/git/api/v1'), below);
  const gitea = await IssueServer.start(t, 'gitea');
  t.match(await placeOf(client, gitea.url), { api: `${gitea.url}/api/v1`, web: gitea.url });
  const closed = await StubServer.start(t);
  closed.pages.set('/api/v1/version', { status: 403 });
  t.match(await placeOf(client, closed.url), { api: `${closed.url}/api/v1` });
  const enterprise = await IssueServer.start(t);
  t.match(await placeOf(client, enterprise.url), { api: `${enterprise.url}/api/v3` });
  const signIn = await StubServer.start(t);
  signIn.pages.set('/api/v1/version', { status: 302, headers: { location: '/login' } });
  t.match(await placeOf(client, signIn.url), { api: `${signIn.url}/api/v3` });
  await t.rejects(placeOf(client, 'http://127.0.0.1:1'), { code: 'peer_unreachable' });
  await t.rejects(placeOf(client, 'ftp://x.example'), { code: 'url_not_allowed' });
});
