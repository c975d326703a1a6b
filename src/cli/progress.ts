import type { Command } from 'commander';
import { openDoor } from './acting/open-door.ts';
import { showActed } from './acting/show-acted.ts';
import { defined } from './defined.ts';
import { withActing } from './options.ts';
import type { ActingOptions } from './options.ts';

interface ProgressOptions extends ActingOptions {
  note?: string;
}

/** `wasteland progress <item>` */
export function addProgress(program: Command): Command {
  const command = program
    .command('progress <item>')
    .description('say that you are at work on your claim; its lease starts anew')
    .option('--note <text>', 'how far it is');
  return withActing(command).action(async (item: string, options: ProgressOptions) => {
    const door = await openDoor(options);
    showActed(options, 'reported progress on', await door.progress(item, defined({ note: options.note })));
  });
}
