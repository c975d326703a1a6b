import type { Command } from 'commander';
import { nodeOf, withNode } from './options.ts';
import type { NodeOptions } from './options.ts';
import { itemLines } from './terminal/item.ts';
import { print } from './terminal/output.ts';

/** `wasteland show <item>` */
export function addShow(program: Command): Command {
  const command = program.command('show <item>').description('an item, its history, work, stamps and comments');
  return withNode(command).action(async (item: string, options: NodeOptions) => {
    const detail = await nodeOf(options).get('/v1/wanted/{id}', { params: { path: { id: item } } });
    print(options, detail, () => itemLines(detail));
  });
}
