import type { Command } from 'commander';
import { openDoor } from './acting/open-door.ts';
import { showActed } from './acting/show-acted.ts';
import { defined } from './defined.ts';
import { withActing } from './options.ts';
import type { ActingOptions } from './options.ts';

interface ReleaseOptions extends ActingOptions {
  reason?: string;
}

/** `wasteland release <item>` */
export function addRelease(program: Command): Command {
  const command = program
    .command('release <item>')
    .description('give a claimed item back to the board')
    .option('--reason <text>', 'why');
  return withActing(command).action(async (item: string, options: ReleaseOptions) => {
    const door = await openDoor(options);
    showActed(options, 'released', await door.release(item, defined({ reason: options.reason })));
  });
}
