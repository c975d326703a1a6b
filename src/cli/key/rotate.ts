import type { Command } from 'commander';
import { systemClock } from '../../clock.ts';
import { nodeOf, withNode } from '../options.ts';
import type { NodeOptions } from '../options.ts';
import { print } from '../terminal/output.ts';

/** `wasteland key rotate` */
export function addKeyRotate(command: Command): void {
  const rotate = command
    .command('rotate')
    .description('put a new key in the place of one of your rig; what the old one signed up to now still counts')
    .option('--key <name>', 'the key to be replaced; the new one gets its name');
  withNode(rotate).action(async (options: NodeOptions & { key?: string }) => {
    const { rotateNamed } = await import('../keys/rotate.ts');
    const { answer, kid, old } = await rotateNamed(nodeOf(options), options.key, systemClock);
    print(options, answer, () => [`the key is ${kid} now`, `the old one is called ${old} here, and speaks for nobody`]);
  });
}
