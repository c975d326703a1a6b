import type { Command } from 'commander';
import { nodeOf, withNode } from '../options.ts';
import type { NodeOptions } from '../options.ts';
import { print } from '../terminal/output.ts';
import { rigLines } from '../terminal/rig.ts';

/** `wasteland rig show <rig>` */
export function addRigShow(command: Command): void {
  const show = command.command('show <rig>').description('a rig and the evidence about its work');
  withNode(show).action(async (reference: string, options: NodeOptions) => {
    const rig = await nodeOf(options).get('/v1/rigs/{id}', { params: { path: { id: reference } } });
    print(options, rig, () => rigLines(rig));
  });
}
