import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Test } from 'tap';
import t from 'tap';
import { importBeads } from '../../src/cli/import/beads-run.ts';
import { CliNode } from '../support/cli-node.ts';
import { temporaryDirectory } from '../support/dolt.ts';

/** `wasteland import beads` and `wasteland export beads`, at a real node. */

t.setTimeout(180_000);
const cli = await CliNode.start(t);
const directory = await temporaryDirectory(t);
const poster = await cli.node.rig('poster');
const user = await cli.user({ WASTELAND_TOKEN: poster.token });

/** As bd writes them, with members that mean nothing here. */
const at = '2025-12-16T13:26:47.117226-08:00';
const on = (of: string, id: string, type = 'blocks') => ({
  issue_id: of,
  depends_on_id: id,
  type,
  created_at: at,
  created_by: 'x',
});
const bead = (id: string, members: object) => ({
  _type: 'issue',
  id,
  title: `Bead ${id}`,
  priority: 2,
  status: 'open',
  issue_type: 'task',
  created_at: at,
  updated_at: at,
  ...members,
});

let files = 0;
function file(...lines: (object | string)[]): string {
  const path = join(directory, `${(files += 1)}.jsonl`);
  writeFileSync(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return path;
}

interface Exported {
  id: string;
  dependencies?: { depends_on_id: string; type: string }[];
  [member: string]: unknown;
}

async function exported(...options: string[]): Promise<Map<string, Exported>> {
  const { stdout, stderr, code } = await user.run('export', 'beads', ...options);
  if (code !== 0) throw new Error(stderr);
  const lines = stdout.split('\n').filter(Boolean);
  return new Map(lines.map((line) => JSON.parse(line) as Exported).map((line) => [line.id, line]));
}

/** What a round trip keeps. */
function kept(line: Partial<Exported> = {}) {
  const { title, description, acceptance_criteria, priority, issue_type, labels, external_ref, dependencies } = line;
  const edges = dependencies?.map(({ depends_on_id: id, type }) => `${type} ${id}`).sort();
  return { title, description, acceptance_criteria, priority, issue_type, labels, external_ref, edges };
}

t.test('what is imported and exported again is the same, and nothing comes twice', async (t) => {
  const beads = [
    // Named before it comes, waits for its own children, as epics do.
    bead('bd-1', { issue_type: 'epic', priority: 1, dependencies: [on('bd-1', 'bd-1.1'), on('bd-1', 'bd-1.2')] }),
    bead('bd-1.1', {
      priority: 0,
      issue_type: 'bug',
      description: 'It *breaks*.\nOften.',
      labels: ['cli', 'größe'],
      external_ref: 'https://github.com/o/r/issues/9',
      acceptance_criteria: '- it holds\n- it is fast',
      dependencies: [on('bd-1.1', 'bd-1', 'parent-child'), on('bd-1.1', 'bd-1.2')],
    }),
    bead('bd-1.2', {
      priority: 4,
      issue_type: 'feature',
      external_ref: 'gh-7',
      dependencies: [on('bd-1.2', 'bd-1', 'parent-child')],
    }),
    { id: 'bd-2', title: 'As old versions write it: without its zero', created_at: at, updated_at: at },
  ];
  const path = file(...beads, '', { _type: 'memory', key: 'k', value: 'v' });
  t.match(await user.json('import', 'beads', path, '--project', 'garden'), {
    posted: 4,
    known: 0,
    shortened: [],
    unknown: [],
  });
  t.match(await user.json('import', 'beads', path), { posted: 0, known: 4 });

  const lines = await exported('--project', 'garden');
  t.same([...lines.keys()].sort(), beads.map(({ id }) => id).sort());
  for (const each of beads) {
    t.same(kept(lines.get(each.id)), kept({ priority: 0, issue_type: 'task', ...each }), each.id);
  }
  t.match(lines.get('bd-1'), { _type: 'issue', status: 'open', created_by: /^poster@/, updated_at: /Z$/ });

  const copy = join(directory, 'copy.jsonl');
  t.same(await user.json('export', 'beads', '--out', copy), { out: copy, beads: 4 });
  t.match(await user.json('import', 'beads', copy), { posted: 0, known: 4 });
  t.equal(readFileSync(copy, 'utf8').trim().split('\n').length, 4);
});

/** The way to a node, which breaks once so many items are posted: before the last of them is answered. */
async function breakingAfter(t: Test, posts: number): Promise<string> {
  let left = posts;
  const server = createServer((request, response) => {
    void (async () => {
      const { method = 'GET', url = '', headers } = request;
      const body = method === 'GET' ? {} : { body: new Uint8Array(await buffer(request)) };
      const { authorization = '', 'content-type': type = 'application/json', 'idempotency-key': key = '' } = headers;
      const sent = { authorization, 'content-type': type, ...(key === '' ? {} : { 'idempotency-key': String(key) }) };
      const answer = await fetch(cli.url + url, { method, headers: method === 'GET' ? {} : sent, ...body });
      if (method === 'POST') left -= 1;
      if (left === 0) return response.destroy();
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
      return response.end(Buffer.from(await answer.arrayBuffer()));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

t.test('an import that was stopped goes on from where it was', async (t) => {
  const { token } = await cli.node.rig('stopped');
  const ids = Array.from({ length: 12 }, (_, at) => `s-${at}`);
  const chain = ids.map((id, at) => bead(id, { dependencies: at === 0 ? [] : [on(id, `s-${at - 1}`)] }));
  const path = file(...chain.reverse());
  const url = await breakingAfter(t, 5);
  await t.rejects(importBeads(path, { url, token }), { name: 'ClientError', code: 'unreachable' });
  const before = await cli.node.all('/v1/wanted?posted_by=stopped');
  t.equal(before.length, 5, 'the fifth is there, though nobody heard of it');
  t.match(await importBeads(path, { url: cli.url, token, dryRun: true }), { posted: 7, known: 5 });
  t.match(await importBeads(path, { url: cli.url, token }), { posted: 7, known: 5, unknown: [] });
  const items = await cli.node.all('/v1/wanted?posted_by=stopped&sort=created');
  t.same(items.map(({ title }) => title).sort(), chain.map(({ title }) => title).sort());
  t.equal(items.filter(({ ready }) => ready === true).length, 1, 'each waits for the one before');
});

t.test(
  'a parent that waits for its children is named in the next run, when the first was stopped before',
  async (t) => {
    const { token } = await cli.node.rig('epic');
    const path = file(
      bead('e-1', { dependencies: [on('e-1', 'e-2')] }),
      bead('e-2', { dependencies: [on('e-2', 'e-1', 'parent-child')] }),
    );
    await t.rejects(importBeads(path, { url: await breakingAfter(t, 2), token }), {
      name: 'ClientError',
      code: 'unreachable',
    });
    const parents = async () =>
      (await cli.node.all('/v1/wanted?posted_by=epic')).map(({ parent }) => parent).filter(Boolean);
    t.same(await parents(), []);
    t.match(await importBeads(path, { url: cli.url, token }), { posted: 0, known: 2 });
    t.equal((await parents()).length, 1);
  },
);

t.test('with a broken line nothing is imported, and the line is named', async (t) => {
  const before = (await cli.node.all('/v1/wanted')).length;
  const broken = file(bead('x-1', {}), '', '{"id":"x-2","title":', bead('x-3', { priority: 7 }), bead('x-1', {}));
  const ended = await user.run('import', 'beads', broken);
  t.equal(ended.code, 2);
  t.match(
    ended.stderr,
    /nothing of .* is imported:\n {2}line 3: is not JSON.*\n {2}line 4: .*\/priority .*<= 4\n {2}line 5: .*line 1\n/,
  );
  const circle = file(
    bead('y-1', { dependencies: [on('y-1', 'y-2')] }),
    bead('y-2', { dependencies: [on('y-2', 'y-1')] }),
  );
  await t.rejects(importBeads(circle, { url: cli.url, token: poster.token }), { message: /line 1: .*y-1 → y-2 → y-1/ });
  await t.rejects(importBeads(join(directory, 'none'), { token: 'x' }), { name: 'UsageError', message: /ENOENT/ });
  t.equal((await cli.node.all('/v1/wanted')).length, before);
});

t.test('states of here are states of bd, and every bead has an id of its own', async (t) => {
  const { node } = cli;
  const { token } = await node.rig('stateful');
  const path = file(
    bead('z-1', {}),
    bead('z-2', { dependencies: [on('z-2', 'z-1')] }),
    bead('z-3', {}),
    bead('z-4', {}),
  );
  for (const by of [token, (await node.rig('second')).token]) {
    await importBeads(path, { url: cli.url, token: by, project: 'states' });
  }
  const idsOf = async (rig: string): Promise<Record<string, string>> => {
    const items = await node.all(`/v1/wanted?posted_by=${rig}`);
    return Object.fromEntries(items.map(({ id, origin_ref: ref }) => [ref.replace('beads:', ''), id]));
  };
  const [own, others] = [await idsOf('stateful'), await idsOf('second')];
  const worker = await node.rig('worker');
  for (const bead of ['z-1', 'z-3']) await node.post(`/v1/wanted/${own[bead]}/claim`, worker.token, {});
  await node.post(`/v1/wanted/${own['z-1']}/submit`, worker.token, { evidence: [{ url: 'u' }] });
  await node.post(`/v1/wanted/${own['z-1']}/accept`, token, {});
  await node.post(`/v1/wanted/${own['z-4']}/withdraw`, token, { reason: 'x' });
  const native = {
    title: 'Made here',
    type: 'docs',
    project: 'states',
    origin_ref: 'github:o/r#1',
    depends_on: [own['z-2']],
  };
  const made = (await node.post('/v1/wanted', token, native)).body.item;

  const open = await exported('--project', 'states');
  t.same(
    [...open.keys()].sort(),
    [made.id, others['z-2'], others['z-3'], 'z-1', 'z-2', 'z-3', 'z-4'].sort(),
    'of two for one bead the first that is exported has its id',
  );
  t.match(open.get('z-3'), { status: 'in_progress', assignee: /^worker@/ });
  t.equal(open.get('z-2')?.dependencies, undefined, 'what it waited for is done, and not what has its id here');
  t.match(open.get(made.id), {
    external_ref: 'github:o/r#1',
    dependencies: [{ depends_on_id: 'z-2', type: 'blocks' }],
  });
  t.match(open.get(String(others['z-2'])), { dependencies: [{ depends_on_id: 'z-1' }] });
  const all = await exported('--project', 'states', '--all');
  t.match(all.get('z-1'), { status: 'closed', closed_at: /Z$/, close_reason: 'completed' });
  t.match(all.get('z-4'), { status: 'closed', close_reason: 'withdrawn' });
  t.match(all.get('z-2'), { dependencies: [{ depends_on_id: 'z-1' }] });
  t.match(
    all.get(String(others['z-2'])),
    { dependencies: [{ depends_on_id: others['z-1'] }] },
    'its own, not the other z-1',
  );
  t.equal(all.size, open.size + 2);

  const closed = file(bead('z-2', { status: 'closed' }), bead('z-1', { status: 'closed' }), bead(made.id, {}));
  t.match(await importBeads(closed, { url: cli.url, token }), { posted: 0, known: 1, closed_there: ['z-2'] });
});
