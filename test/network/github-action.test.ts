import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json, text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Test } from 'tap';
import { HttpNode } from '../support/http-node.ts';

/** The example action against a real node and a stub of the part of GitHub's API that it uses. */

t.setTimeout(120_000);
const script = fileURLToPath(new URL('../../examples/github-action/gate.mjs', import.meta.url));
const manifest = readFileSync(new URL('../../examples/github-action/action.yml', import.meta.url), 'utf8');

interface Asked {
  what: string;
  body: Record<string, unknown>;
}

/** Remembers what it is asked, and the comments that it was given. */
async function githubStub(t: Test): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const what = `${request.method} ${request.url}`;
      const body = ['POST', 'PATCH'].includes(request.method ?? '') ? await json(request) : {};
      asked.push({ what, body: body as Record<string, unknown> });
      const known = request.headers.authorization === 'Bearer the-token';
      const comments = asked.filter((each) => each.what.startsWith('POST') && each.what.endsWith('/comments'));
      response.statusCode = known ? (request.method === 'DELETE' ? 404 : 200) : 401;
      response.end(JSON.stringify(request.method === 'GET' ? comments.map((each) => each.body) : {}));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** Inputs as GitHub hands them over: what the manifest says where a workflow says nothing. */
function inputs(given: Record<string, string>): Record<string, string> {
  const defaults = [...manifest.matchAll(/^ {2}([\w-]+):\n {4}description: .*\n {4}default: '?([^'\n]*)'?$/gm)];
  const all = { ...Object.fromEntries(defaults.map(([, name = '', value = '']) => [name, value])), ...given };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]));
}

async function run(t: Test, api: string, login: string, given: Record<string, string>) {
  const directory = t.testdir({ output: '' });
  const event = join(directory, 'event.json');
  writeFileSync(event, JSON.stringify({ pull_request: { number: 7, user: { login, id: 4711 } } }));
  const child = spawn(process.execPath, [script], {
    env: {
      ...inputs({ token: 'the-token', ...given }),
      GITHUB_API_URL: api,
      GITHUB_REPOSITORY: 'acme/fence',
      GITHUB_EVENT_PATH: event,
      GITHUB_OUTPUT: join(directory, 'output'),
    },
  });
  const [said, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, said, errors, output: readFileSync(join(directory, 'output'), 'utf8') };
}

const node = await HttpNode.start(t);
const url = await node.app.listen({ host: '127.0.0.1', port: 0 });
await node.post('/v1/admin/vouch-list', node.admin, { list: 'carol\n-mallory sent slop\n' });

t.test('who is on the list is labelled and left in peace', async (t) => {
  const github = await githubStub(t);
  const ended = await run(t, github.url, 'carol', { url });
  t.match(ended, { code: 0, output: 'allowed=true\ntier=drifter\n', said: /github:carol: yes/ }, ended.errors);
  t.match(github.asked, [
    { what: 'POST /repos/acme/fence/issues/7/labels', body: { labels: ['wasteland: welcome'] } },
    { what: 'DELETE /repos/acme/fence/issues/7/labels/wasteland%3A%20not%20yet' },
  ]);
});

t.test('a stranger is labelled and greeted once, with what would change it', async (t) => {
  const github = await githubStub(t);
  t.match(await run(t, github.url, 'dora', { url: `${url}/` }), { code: 0, output: /allowed=false/ });
  await run(t, github.url, 'dora', { url });
  const comments = github.asked.filter(({ what }) => what === 'POST /repos/acme/fence/issues/7/comments');
  t.equal(comments.length, 1);
  t.match(comments[0]?.body, {
    body: /Hello dora[^]*tier 2 \(contributor\)[^]*What would change it[^]*register a rig/,
  });
  t.notOk(
    github.asked.some(({ what }) => what.startsWith('PATCH')),
    'nothing is closed',
  );
});

t.test('who is blocked is closed, and so is a stranger where the project wants it', async (t) => {
  for (const [login, given] of [
    ['Mallory', {}],
    ['dora', { 'on-no': 'close' }],
  ] as const) {
    const github = await githubStub(t);
    await run(t, github.url, login, { url, ...given });
    t.match(github.asked.at(-1), { what: 'PATCH /repos/acme/fence/pulls/7', body: { state: 'closed' } }, login);
  }
});

t.test('a node that is away closes nobody; a wrong token and a wrong input fail', async (t) => {
  const github = await githubStub(t);
  const away = await run(t, github.url, 'mallory', { url: 'http://127.0.0.1:1' });
  t.match(away, { code: 0, said: /::warning::.*could not be asked/, output: '' });
  t.same(github.asked, []);
  t.match(await run(t, github.url, 'dora', { url, token: 'another' }), { code: 1, errors: /401/ });
  t.match(await run(t, github.url, 'dora', { url, 'on-no': 'shout' }), { code: 1, errors: /on-no/ });
});
