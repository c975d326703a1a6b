import type { Command } from 'commander';
import type { Block } from '../../wire/api/block.ts';
import { defined } from '../defined.ts';
import { adminOf, nodeOf, withAdmin, withNode } from '../options.ts';
import type { AdminOptions, NodeOptions } from '../options.ts';
import { print } from '../terminal/output.ts';
import { table } from '../terminal/table.ts';

interface BlockOptions extends AdminOptions {
  reason?: string;
}

/** `wasteland trust block|unblock|blocks` */
export function addBlocks(trust: Command): void {
  const block = trust
    .command('block <who>')
    .description('refuse a rig, an account (github:alice) or a domain (domain:example.org) at the doors of this node')
    .option('--reason <text>', 'why; whoever asks the gate is told');
  withAdmin(block).action(async (who: string, { reason, ...options }: BlockOptions) => {
    const added = await adminOf(options).post('/v1/admin/blocks', { body: { who, ...defined({ reason }) } });
    print(options, added, () => `blocked ${added.target}`);
  });
  const unblock = trust.command('unblock <who>').description('refuse them no more');
  withAdmin(unblock).action(async (who: string, options: AdminOptions) => {
    await adminOf(options).delete('/v1/admin/blocks/{id}', { params: { path: { id: who } } });
    print(options, { who }, () => `no longer blocking ${who}`);
  });
  const list = trust.command('blocks').description('whom this node refuses, and why');
  withNode(list).action(async (options: NodeOptions) => {
    const page = await nodeOf(options).get('/v1/admin/blocks', { params: { query: { limit: 200 } } });
    print(options, page, () => shownBlocks(page.items));
  });
}

function shownBlocks(blocks: Block[]): string[] {
  if (blocks.length === 0) return ['nobody is blocked'];
  const rows = blocks.map(({ target, rig, added_at: at, reason }) => [rig?.address ?? target, at, reason ?? '']);
  return table(['WHO', 'SINCE', 'WHY'], rows);
}
