import type { Command } from 'commander';
import { openDoor } from './acting/open-door.ts';
import { showActed } from './acting/show-acted.ts';
import { defined } from './defined.ts';
import { withActing } from './options.ts';
import type { ActingOptions } from './options.ts';

interface RejectOptions extends ActingOptions {
  reason?: string;
}

/** `wasteland reject <item>` */
export function addReject(program: Command): Command {
  const command = program
    .command('reject <item>')
    .description('send the latest submission back to its worker')
    .option('--reason <text>', 'why');
  return withActing(command).action(async (item: string, options: RejectOptions) => {
    const door = await openDoor(options);
    showActed(options, 'rejected', await door.reject(item, defined({ reason: options.reason })));
  });
}
