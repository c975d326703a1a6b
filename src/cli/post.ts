import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { itemTypes } from '../wire/words.ts';
import type { Posting } from './acting/door.ts';
import { openDoor } from './acting/open-door.ts';
import { membersOf, withPosting } from './acting/posting.ts';
import type { PostingOptions } from './acting/posting.ts';
import { showActed } from './acting/show-acted.ts';
import { withActing } from './options.ts';
import type { ActingOptions } from './options.ts';
import { UsageError } from './terminal/exit-codes.ts';

interface PostOptions extends ActingOptions, PostingOptions {
  file?: string;
}

/** `wasteland post <title> --type <type>`, `wasteland post --file <items>` */
export function addPost(program: Command): Command {
  const command = program
    .command('post [title]')
    .description('put an item on the board')
    .option('--file <file>', 'post what a file holds instead, one JSON object a line (- reads stdin)');
  return withActing(withPosting(command)).action(async (title: string | undefined, options: PostOptions) => {
    const door = await openDoor(options);
    for (const posting of title === undefined ? postingsIn(options.file) : [postingOf(title, options)]) {
      showActed(options, 'posted', await door.post(posting));
    }
  });
}

function postingOf(title: string, options: PostOptions): Posting {
  if (options.file !== undefined) throw new UsageError('give a title or --file, not both');
  const { type } = options;
  if (type === undefined) throw new UsageError(`--type is needed: ${itemTypes.join(', ')}`);
  return { title, ...membersOf(options), type };
}

function postingsIn(file: string | undefined): Posting[] {
  if (file === undefined) throw new UsageError('give a title or --file');
  const lines = readFileSync(file === '-' ? 0 : file, 'utf8').split('\n');
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : [parse(line, `${file}, line ${index + 1}`)]));
}

function parse(line: string, where: string): Posting {
  try {
    return JSON.parse(line) as Posting;
  } catch {
    throw new UsageError(`${where}: not JSON`);
  }
}
