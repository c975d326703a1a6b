import type { Command } from 'commander';
import { addVerifyView } from './reputation/verify.ts';
import { nodeOf, withNode } from './options.ts';
import type { NodeOptions } from './options.ts';
import { print } from './terminal/output.ts';
import { evidenceLines } from './terminal/rig.ts';
import { rigName } from './terminal/table.ts';

/** `wasteland reputation <rig>` */
export function addReputation(program: Command): Command {
  const command = program.command('reputation <rig>').description('the plain evidence about the work of a rig');
  addVerifyView(command);
  return withNode(command).action(async (rig: string, options: NodeOptions) => {
    const reputation = await nodeOf(options).get('/v1/rigs/{id}/reputation', { params: { path: { id: rig } } });
    print(options, reputation, () => [rigName(reputation.rig), '', ...evidenceLines(reputation.evidence)]);
  });
}
