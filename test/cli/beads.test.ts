import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
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
