import type { Command } from 'commander';
import { openDoor } from './acting/open-door.ts';
import { stampOf, withScores } from './acting/scores.ts';
import type { ScoreOptions } from './acting/scores.ts';
import { showActed } from './acting/show-acted.ts';
import { withActing } from './options.ts';
import type { ActingOptions } from './options.ts';
import { UsageError } from './terminal/exit-codes.ts';

interface StampOptions extends ActingOptions, ScoreOptions {
  completion?: string;
}

/** `wasteland stamp <item>` */
export function addStamp(program: Command): Command {
  const command = program
    .command('stamp <item>')
    .description('say in public how good the work on an item is')
    .option('--completion <id>', 'which submission, when not the latest');
  return withActing(withScores(command)).action(async (item: string, options: StampOptions) => {
    const said = stampOf(options);
    if (said === undefined) throw new UsageError('give at least one of --quality, --reliability, --creativity');
    const door = await openDoor(options);
    showActed(options, 'stamped', await door.stamp(item, options.completion, said));
  });
}
