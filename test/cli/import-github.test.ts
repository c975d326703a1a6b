import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { importGithub } from '../../src/cli/import/github-run.ts';
import type { GithubReport } from '../../src/cli/import/github-run.ts';
import { systemClock } from '../../src/clock.ts';
import { CliNode } from '../support/cli-node.ts';
import { IssueServer } from '../support/issue-server.ts';

/** `wasteland import github` against servers that answer as the documentation of GitHub and of Gitea says. */

t.setTimeout(300_000);
const cli = await CliNode.start(t);
const { node } = cli;
const privately = { WASTELAND_ALLOW_PRIVATE_PEERS: 'true' };

interface Wishes {
  repository?: string;
  githubToken?: string;
  commentCompleted?: boolean;
  allowPrivatePeers?: boolean;
}

/** An import as the command does it, in this process: starting one takes longest. */
async function run(server: IssueServer, token: string | undefined, wishes: Wishes = {}): Promise<GithubReport> {
  const { repository = 'acme/widgets', githubToken, commentCompleted = false, allowPrivatePeers = true } = wishes;
  const options = {
    url: cli.url,
    ...(token && { token }),
    label: 'help wanted',
    baseUrl: server.url,
    type: 'other' as const,
  };
  return await importGithub(
    repository,
    { ...options, commentCompleted },
    {
      rules: { allowPrivatePeers },
      githubToken,
      clock: systemClock,
      signal: new AbortController().signal,
      wait: async () => undefined,
      onProgress: () => undefined,
    },
  );
}

/** The items of a rig by their origins, in the order of the issues: those that are posted together come in any. */
async function itemsOf(rig: string) {
  const items = await node.all(`/v1/wanted?posted_by=${rig}`);
  const numberOf = (ref: string): number => Number(ref.split('#')[1]);
  items.sort((a, b) => numberOf(a.origin_ref) - numberOf(b.origin_ref));
  return new Map(items.map((item) => [item.origin_ref as string, item]));
}

t.test('500 issues, stopped half way, gone on with, and once more: 500 items', async (t) => {
  const server = await IssueServer.start(t);
  server.open(500);
  const rig = await node.rig('many');
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
  const args = [main, 'import', 'github', 'acme/widgets', '--base-url', server.url];
  const env = { ...process.env, ...privately, WASTELAND_URL: cli.url, WASTELAND_TOKEN: rig.token };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'close');
  child.stderr.on('data', (text: Buffer) => {
    if (text.includes('(30 %)')) child.kill('SIGKILL');
  });
  t.same(await ended, [null, 'SIGKILL']);
  const before = (await itemsOf(rig.id)).size;
  t.ok(before >= 150 && before < 500, `${before} items`);

  // What was on its way when the import was stopped may have been logged since.
  const rest = await run(server, rig.token);
  t.match(rest, { issues: 500 });
  t.ok(rest.unchanged >= before, `${rest.unchanged} unchanged`);
  t.ok(rest.posted > 0, `${rest.posted} posted`);
  t.equal(rest.posted + rest.unchanged, 500);
  t.match(await run(server, rig.token), { issues: 500, posted: 0, edited: 0, unchanged: 500, kept: 0, refused: [] });
  const items = await node.all(`/v1/wanted?posted_by=${rig.id}`);
  t.equal(items.length, 500);
  t.equal(new Set(items.map((item) => item.origin_ref)).size, 500);
});

t.test('what an item takes from an issue', async (t) => {
  const server = await IssueServer.start(t);
  server.open(4);
  const rig = await node.rig('one');
  Object.assign(server.issue(1), {
    title: ' Fix  it ',
    labels: ['Help Wanted', 'kind/bug'].map((name) => ({ id: 1, name })),
  });
  Object.assign(server.issue(2), { pull_request: { url: 'https://example.org' } });
  Object.assign(server.issue(3), { state: 'closed' });
  Object.assign(server.issue(4), { labels: [{ id: 1, name: 'question' }] });
  t.match(await run(server, rig.token), {
    issues: 1,
    posted: 1,
    repository: `${new URL(server.url).host}/acme/Widgets`,
  });
  const ref = `${new URL(server.url).host}/acme/Widgets#1`;
  const item = (await itemsOf(rig.id)).get(ref);
  t.match(item, {
    title: 'Fix it',
    type: 'bug',
    project: 'Widgets',
    tags: ['Help Wanted', 'kind/bug'],
    status: 'open',
  });
  const link = `${server.url}/acme/Widgets/issues/1`;
  t.match(
    item.description,
    new RegExp(`^\\[${ref}\\]\\(${link} "imported [0-9a-f]{12}"\\)\\n\\nText of 1\\.\\n\\nMore\\.$`),
  );
});

t.test('what changed there is changed here, unless somebody did it here', async (t) => {
  const server = await IssueServer.start(t);
  server.open(5);
  const rig = await node.rig('editor');
  const worker = await node.rig('worker');
  await run(server, rig.token);
  const before = [...(await itemsOf(rig.id)).values()];
  const [, here, claimed, , withdrawn] = before.map(({ id }) => `/v1/wanted/${id as string}`);
  await node.ask('PATCH', here ?? '', { token: rig.token, body: { title: 'Better said' } });
  await node.post(`${claimed}/claim`, worker.token, {});
  await node.post(`${withdrawn}/withdraw`, rig.token, {});
  for (const number of [1, 2, 3, 5]) server.issue(number).title = `Changed ${number}`;
  server.issue(1).body = null;
  t.match(await run(server, rig.token), { posted: 0, edited: 1, unchanged: 1, kept: 3 });
  const titles = [...(await itemsOf(rig.id)).values()].map(({ title }) => title as string);
  t.same(titles, ['Changed 1', 'Better said', 'Issue 3', 'Issue 4', 'Issue 5']);

  // There and back again, on the same day: no act is taken for the repetition of another.
  for (const title of ['Issue 1', 'Changed 1', 'Issue 1']) {
    server.issue(1).title = title;
    t.match(await run(server, rig.token), { edited: 1 });
  }
  server.issue(1).state = 'closed';
  t.match(await run(server, rig.token), { issues: 4, edited: 0 });
  t.equal((await itemsOf(rig.id)).get(before[0]?.origin_ref)?.status, 'open', 'nobody takes it away here');
});

t.test('two at once post each issue once, with a token', async (t) => {
  const server = await IssueServer.start(t);
  server.open(30);
  const rig = await node.rig('twice');
  await Promise.all([run(server, rig.token), run(server, rig.token)]);
  t.equal((await node.all(`/v1/wanted?posted_by=${rig.id}`)).length, 30);
});

t.test('two at once post each issue once, with a key', async (t) => {
  const server = await IssueServer.start(t);
  server.open(30);
  const user = await cli.user();
  await user.json('key', 'new');
  const { id } = (await user.json('rig', 'register', 'keyed')).rig;
  // Where this process finds the key.
  process.env['XDG_CONFIG_HOME'] = user.home;
  await Promise.all([run(server, undefined), run(server, undefined)]);
  t.equal((await node.all(`/v1/wanted?posted_by=${id}`)).length, 30);
});

t.test('what others say came from there counts for nothing', async (t) => {
  const server = await IssueServer.start(t);
  server.open(1);
  const stranger = await node.rig('stranger');
  const rig = await node.rig('importer');
  const origin_ref = `${new URL(server.url).host}/acme/Widgets#1`;
  await node.post('/v1/wanted', stranger.token, { title: 'Mine', type: 'other', origin_ref });
  t.match(await run(server, rig.token), { posted: 1 });
});

t.test('Gitea, and Forgejo with it', async (t) => {
  const server = await IssueServer.start(t, 'gitea');
  server.open(60);
  const rig = await node.rig('gitea');
  for (const issue of server.issues) issue.pull_request = null;
  server.issue(7).pull_request = { merged: false };
  t.match(await run(server, rig.token), { issues: 59, posted: 59 });
  const pages = server.asked.filter((asked) => asked.includes('/api/v1/repos/acme/widgets/issues?'));
  t.equal(pages.length, 2, 'pages of 50');
  // All are shown where nobody knows the label.
  for (const issue of server.issues) issue.labels = [{ id: 2, name: 'other' }];
  t.match(await run(server, rig.token), { issues: 0 });
});

t.test('a comment when the item is completed, once', async (t) => {
  const server = await IssueServer.start(t);
  server.open(3);
  server.token = 'secret';
  const rig = await node.rig('poster');
  const worker = await node.rig('doer');
  await run(server, rig.token);
  const items = [...(await itemsOf(rig.id)).values()];
  for (const { id } of items.slice(0, 2)) {
    await node.post(`/v1/wanted/${id}/claim`, worker.token, {});
    await node.post(`/v1/wanted/${id}/submit`, worker.token, { evidence: [{ url: 'https://example.org' }] });
    t.equal((await node.post(`/v1/wanted/${id}/accept`, rig.token, {})).status, 200);
  }
  // Whoever merged the work closed it.
  server.issue(1).state = 'closed';
  const wishes = { githubToken: 'secret', commentCompleted: true };
  t.match(await run(server, rig.token, wishes), { comments: 2, refused: [] });
  const [first] = server.comments.get(1) ?? [];
  t.match(first?.body, `http://board.example:8080/items/${items[0].id}\n\n<!-- wasteland ${items[0].id} -->`);
  t.match(await run(server, rig.token, wishes), { comments: 0 });
  t.same(
    [1, 2, 3].map((number) => server.comments.get(number)?.length),
    [1, 1, undefined],
  );
});

t.test('says what is wrong', async (t) => {
  const server = await IssueServer.start(t);
  server.open(1);
  server.token = 'secret';
  const rig = await node.rig('wrong');
  await t.rejects(run(server, rig.token, { githubToken: 'guessed' }), { code: 'unauthorized' });
  await t.rejects(run(server, rig.token, { allowPrivatePeers: false }), { code: 'url_not_allowed' });
  await t.rejects(run(server, 'guessed'), { name: 'UsageError' });
  const user = await cli.user({ WASTELAND_TOKEN: rig.token, ...privately });
  const args = ['import', 'github', '--base-url', server.url];
  t.match(await user.run(...args, 'acme/widgets', '--comment-completed'), {
    code: 2,
    stderr: /WASTELAND_GITHUB_TOKEN/,
  });
  const missing = await user.run(...args, 'acme/gadgets', '--json');
  t.match(missing, { code: 1, stderr: /acme\/gadgets is not there at 127\.0\.0\.1:\d+.*\(not_found\)/ });
  t.match(JSON.parse(missing.stdout), { code: 'not_found' });
  server.refusals.push(...[404, 429].map((status) => ({ status, headers: { 'retry-after': '3600' } })));
  t.match(await user.run(...args, 'acme/widgets'), {
    code: 1,
    stderr: /before 20\S+Z; with a token.*\(rate_limited\)/,
  });
});
