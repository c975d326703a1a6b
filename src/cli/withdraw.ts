import type { Command } from 'commander';
import { openDoor } from './acting/open-door.ts';
import { showActed } from './acting/show-acted.ts';
import { defined } from './defined.ts';
import { withActing } from './options.ts';
import type { ActingOptions } from './options.ts';

interface WithdrawOptions extends ActingOptions {
  reason?: string;
}

/** `wasteland withdraw <item>` */
export function addWithdraw(program: Command): Command {
  const command = program
    .command('withdraw <item>')
    .description('take an item off the board')
    .option('--reason <text>', 'why');
  return withActing(command).action(async (item: string, options: WithdrawOptions) => {
    const door = await openDoor(options);
    showActed(options, 'withdrew', await door.withdraw(item, defined({ reason: options.reason })));
  });
}
