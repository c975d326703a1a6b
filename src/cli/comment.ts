import type { Command } from 'commander';
import { openDoor } from './acting/open-door.ts';
import { showActed } from './acting/show-acted.ts';
import { withActing } from './options.ts';
import type { ActingOptions } from './options.ts';
import { UsageError } from './terminal/exit-codes.ts';

interface CommentOptions extends ActingOptions {
  withdraw?: string;
}

/** `wasteland comment <about> <text>`, `wasteland comment --withdraw <comment>` */
export function addComment(program: Command): Command {
  const command = program
    .command('comment [about] [text]')
    .description('ask or say something about an item (w-…), a submission (c-…) or a stamp (s-…)')
    .option('--withdraw <comment>', 'take this comment of yours (m-…) back instead');
  return withActing(command).action(
    async (about: string | undefined, text: string | undefined, options: CommentOptions) => {
      if (options.withdraw === undefined) await say(about, text, options);
      else await withdraw(options.withdraw, about, options);
    },
  );
}

async function say(about: string | undefined, text: string | undefined, options: CommentOptions): Promise<void> {
  if (about === undefined || text === undefined) throw new UsageError('say about what, and what: <about> <text>');
  const door = await openDoor(options);
  showActed(options, 'commented', await door.comment(about, text));
}

async function withdraw(comment: string, about: string | undefined, options: CommentOptions): Promise<void> {
  if (about !== undefined) throw new UsageError('--withdraw takes a comment, and nothing else');
  const door = await openDoor(options);
  showActed(options, 'withdrew', await door.withdrawComment(comment));
}
