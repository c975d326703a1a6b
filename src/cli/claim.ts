import type { Command } from 'commander';
import { openDoor } from './acting/open-door.ts';
import { showActed } from './acting/show-acted.ts';
import { withActing } from './options.ts';
import type { ActingOptions } from './options.ts';

/** `wasteland claim <item>` */
export function addClaim(program: Command): Command {
  return withActing(program.command('claim <item>').description('take an item on')).action(
    async (item: string, options: ActingOptions) => {
      const door = await openDoor(options);
      showActed(options, 'claimed', await door.claim(item));
    },
  );
}
