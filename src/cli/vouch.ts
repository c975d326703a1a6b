import type { Command } from 'commander';
import { openDoor } from './acting/open-door.ts';
import { showActed } from './acting/show-acted.ts';
import { defined } from './defined.ts';
import { withActing } from './options.ts';
import type { ActingOptions } from './options.ts';
import { UsageError } from './terminal/exit-codes.ts';

interface VouchOptions extends ActingOptions {
  note?: string;
  withdraw?: boolean;
}

/** `wasteland vouch <rig>`, `wasteland vouch <rig> --withdraw` */
export function addVouch(program: Command): Command {
  const command = program
    .command('vouch <rig>')
    .description('say in public that you trust the judgement of a rig')
    .option('--note <text>', 'why')
    .option('--withdraw', 'take back every vouch that you gave it');
  return withActing(command).action(async (rig: string, options: VouchOptions) => {
    const { note, withdraw = false } = options;
    if (withdraw && note !== undefined) throw new UsageError('a vouch is taken back without a --note');
    const door = await openDoor(options);
    if (withdraw) showActed(options, 'no longer vouching', await door.withdrawVouch(rig));
    else showActed(options, 'vouched', await door.vouch(rig, defined({ note })));
  });
}
