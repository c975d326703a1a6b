import type { Command } from 'commander';
import { openDoor } from './acting/open-door.ts';
import { stampOf, withScores } from './acting/scores.ts';
import type { ScoreOptions } from './acting/scores.ts';
import { showActed } from './acting/show-acted.ts';
import { withActing } from './options.ts';
import type { ActingOptions } from './options.ts';

interface AcceptOptions extends ActingOptions, ScoreOptions {
  reason?: string;
}

/** `wasteland accept <item>` */
export function addAccept(program: Command): Command {
  const command = program
    .command('accept <item>')
    .description('accept the latest submission, and stamp it when you give scores')
    .option('--reason <text>', 'why');
  return withActing(withScores(command)).action(async (item: string, options: AcceptOptions) => {
    const { reason } = options;
    const stamp = stampOf(options);
    const members = { ...(reason === undefined ? {} : { reason }), ...(stamp === undefined ? {} : { stamp }) };
    const door = await openDoor(options);
    showActed(options, 'accepted', await door.actOnItem('accept', item, members));
  });
}
