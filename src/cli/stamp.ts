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
  revoke?: string;
  reason?: string;
}

/** `wasteland stamp <item>`, `wasteland stamp --revoke <stamp> --reason <text>` */
export function addStamp(program: Command): Command {
  const command = program
    .command('stamp [item]')
    .description('say in public how good the work on an item is, or take that back')
    .option('--completion <id>', 'which submission, when not the latest')
    .option('--revoke <stamp>', 'take this stamp of yours back instead; the record keeps that it was given')
    .option('--reason <text>', 'why it is taken back');
  return withActing(withScores(command)).action(async (item: string | undefined, options: StampOptions) => {
    if (options.revoke === undefined) await issue(item, options);
    else await revoke(options.revoke, item, options);
  });
}

async function issue(item: string | undefined, options: StampOptions): Promise<void> {
  if (item === undefined) throw new UsageError('which item? Or give --revoke with a stamp');
  if (options.reason !== undefined) throw new UsageError('--reason goes with --revoke; a stamp has a --message');
  const said = stampOf(options);
  if (said === undefined) throw new UsageError('give at least one of --quality, --reliability, --creativity');
  const door = await openDoor(options);
  showActed(options, 'stamped', await door.stamp(item, options.completion, said));
}

async function revoke(stamp: string, item: string | undefined, options: StampOptions): Promise<void> {
  const { reason } = options;
  if (item !== undefined || options.completion !== undefined || stampOf(options) !== undefined) {
    throw new UsageError('--revoke takes a stamp and a --reason, and nothing else');
  }
  if (reason === undefined) throw new UsageError('--revoke needs a --reason: the record shows it');
  const door = await openDoor(options);
  showActed(options, 'revoked', await door.revokeStamp(stamp, reason));
}
