import type { Command } from 'commander';
import { systemClock } from '../../clock.ts';
import { adminOf, nodeOf, withNode } from '../options.ts';
import type { AdminOptions } from '../options.ts';
import { UsageError } from '../terminal/exit-codes.ts';
import { print } from '../terminal/output.ts';

interface RotateOptions extends AdminOptions {
  key?: string;
  asNode?: boolean;
  leaked?: boolean;
}

/** `wasteland key rotate`, and the same for the node's own key: `--as-node` */
export function addKeyRotate(command: Command): void {
  const rotate = command
    .command('rotate')
    .description('put a new key in the place of one of your rig; what the old one signed up to now still counts')
    .option('--key <name>', 'the key to be replaced; the new one gets its name')
    .option('--as-node', "replace the node's own key instead, with the operator's token")
    .option('--leaked', 'with --as-node: others may have the old key, so all tokens that it signed end')
    .option('--admin-token <token>', "with --as-node: the operator's token (WASTELAND_ADMIN_TOKEN; else its file)");
  withNode(rotate).action(async (options: RotateOptions) => {
    if (options.asNode === true) return await rotateAsNode(options);
    if (options.leaked === true) throw new UsageError('--leaked goes with --as-node; "key drop --upto" is for a rig');
    if (options.adminToken !== undefined) throw new UsageError('--admin-token goes with --as-node');
    const { rotateNamed } = await import('../keys/rotate.ts');
    const { answer, kid, old } = await rotateNamed(nodeOf(options), options.key, systemClock);
    print(options, answer, () => [`the key is ${kid} now`, `the old one is called ${old} here, and speaks for nobody`]);
  });
}

async function rotateAsNode(options: RotateOptions): Promise<void> {
  if (options.key !== undefined) throw new UsageError('--as-node replaces the key of the node: give no --key');
  const { leaked = false } = options;
  const answer = await adminOf(options).post('/v1/admin/key', { body: { leaked } });
  print(options, answer, () => [
    `the node's key is ${answer.kid} now, by entry ${answer.event.seq} of its log`,
    `tokens ended: ${answer.tokens_ended}`,
    ...answer.todo.map((what) => `to do: ${what}`),
  ]);
}
