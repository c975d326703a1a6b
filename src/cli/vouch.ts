import type { Command } from 'commander';
import { openDoor } from './acting/open-door.ts';
import { showActed } from './acting/show-acted.ts';
import { defined } from './defined.ts';
import { adminOf, withActing } from './options.ts';
import type { ActingOptions, AdminOptions } from './options.ts';
import { UsageError } from './terminal/exit-codes.ts';

interface VouchOptions extends ActingOptions, AdminOptions {
  note?: string;
  withdraw?: boolean;
  asNode?: boolean;
}

/** `wasteland vouch <rig>`, `wasteland vouch <rig> --withdraw`, and either with the node's own key: `--as-node` */
export function addVouch(program: Command): Command {
  const command = program
    .command('vouch <rig>')
    .description('say in public that you trust the judgement of a rig')
    .option('--note <text>', 'why')
    .option('--withdraw', 'take back every vouch that you gave it')
    .option('--as-node', "as the node itself, with the operator's token: whoever it trusts has weight there")
    .option('--admin-token <token>', "with --as-node: the operator's token (WASTELAND_ADMIN_TOKEN; else its file)");
  return withActing(command).action(async (rig: string, options: VouchOptions) => {
    const { note, withdraw = false } = options;
    if (withdraw && note !== undefined) throw new UsageError('a vouch is taken back without a --note');
    if (options.asNode === true) return await actAsNode(rig, options);
    if (options.adminToken !== undefined) throw new UsageError('--admin-token goes with --as-node');
    const door = await openDoor(options);
    if (withdraw) showActed(options, 'no longer vouching', await door.withdrawVouch(rig));
    else showActed(options, 'vouched', await door.vouch(rig, defined({ note })));
  });
}

async function actAsNode(rig: string, { note, withdraw = false, ...options }: VouchOptions): Promise<void> {
  if (options.token !== undefined || options.key !== undefined) {
    throw new UsageError('--as-node acts with the key of the node: give no --token or --key');
  }
  const node = adminOf(options);
  if (withdraw) {
    const answer = await node.delete('/v1/admin/vouches/{id}', { params: { path: { id: rig } } });
    showActed(options, 'the node no longer vouches', { answer });
    return;
  }
  const answer = await node.post('/v1/admin/vouches', { body: { subject: rig, ...defined({ note }) } });
  showActed(options, 'the node vouched', { answer });
}
