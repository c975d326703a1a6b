import type { Command } from 'commander';
import { openDoor } from './acting/open-door.ts';
import { stampOf, withScores } from './acting/scores.ts';
import type { ScoreOptions } from './acting/scores.ts';
import { showActed } from './acting/show-acted.ts';
import { defined } from './defined.ts';
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
    const said = defined({ reason: options.reason, stamp: stampOf(options) });
    const door = await openDoor(options);
    showActed(options, 'accepted', await door.accept(item, said));
  });
}
