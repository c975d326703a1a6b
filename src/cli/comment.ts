import type { Command } from 'commander';
import { openDoor } from './acting/open-door.ts';
import { showActed } from './acting/show-acted.ts';
import { withActing } from './options.ts';
import type { ActingOptions } from './options.ts';

/** `wasteland comment <about> <text>` */
export function addComment(program: Command): Command {
  const command = program
    .command('comment <about> <text>')
    .description('ask or say something about an item (w-…), a submission (c-…) or a stamp (s-…)');
  return withActing(command).action(async (about: string, text: string, options: ActingOptions) => {
    const door = await openDoor(options);
    showActed(options, 'commented', await door.comment(about, text));
  });
}
