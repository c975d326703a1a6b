import type { Command } from 'commander';
import { openDoor } from './acting/open-door.ts';
import { showActed } from './acting/show-acted.ts';
import { withActing } from './options.ts';
import type { ActingOptions } from './options.ts';

/** `wasteland link <rig>` */
export function addLink(program: Command): Command {
  const command = program
    .command('link <rig>')
    .description('say that you and another rig have one owner; it holds once both have said it');
  return withActing(command).action(async (rig: string, options: ActingOptions) => {
    const door = await openDoor(options);
    showActed(options, 'linked', await door.link(rig));
  });
}
