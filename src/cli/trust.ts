import type { Command } from 'commander';
import type { Root } from '../wire/api/root.ts';
import { defined } from './defined.ts';
import { adminOf, nodeOf, withAdmin, withNode } from './options.ts';
import type { AdminOptions, NodeOptions } from './options.ts';
import { print } from './terminal/output.ts';
import { rigName, table } from './terminal/table.ts';
import { addAudit } from './trust/audit.ts';
import { addBlocks } from './trust/block.ts';
import { addVouchList } from './trust/vouch-list.ts';

interface AddOptions extends AdminOptions {
  note?: string;
}

/** `wasteland trust add|remove|list` */
export function addTrust(program: Command): Command {
  const command = program.command('trust').description('whom this node trusts: the roots from which all weight comes');
  const add = command
    .command('add <rig>')
    .description('let trust start at a rig: whoever it vouches for has weight here')
    .option('--note <text>', 'why');
  withAdmin(add).action(async (rig: string, { note, ...options }: AddOptions) => {
    const root = await adminOf(options).post('/v1/admin/roots', { body: { rig, ...defined({ note }) } });
    print(options, root, () => `trust starts at ${rigName(root.rig)}, ${root.rig.id}`);
  });
  const remove = command.command('remove <rig>').description('let trust start there no more');
  withAdmin(remove).action(async (rig: string, options: AdminOptions) => {
    await adminOf(options).delete('/v1/admin/roots/{id}', { params: { path: { id: rig } } });
    print(options, { rig }, () => `trust no longer starts at ${rig}`);
  });
  const list = command.command('list').description('list the roots of a node');
  withNode(list).action(async (options: NodeOptions) => {
    const page = await nodeOf(options).get('/v1/admin/roots', { params: { query: { limit: 200 } } });
    print(options, page, () => shownRoots(page.items));
  });
  addAudit(command);
  addBlocks(command);
  addVouchList(command);
  return command;
}

function shownRoots(roots: Root[]): string[] {
  if (roots.length === 0) return ['no roots: nobody has weight here'];
  return table(
    ['ROOT', 'ID', 'SINCE', 'NOTE'],
    roots.map(({ rig, added_at, note }) => [rigName(rig), rig.id, added_at, note ?? '']),
  );
}
