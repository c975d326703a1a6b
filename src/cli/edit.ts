import { Option } from 'commander';
import type { Command } from 'commander';
import type { ItemChanges } from './acting/door.ts';
import { openDoor } from './acting/open-door.ts';
import { membersOf, withPosting } from './acting/posting.ts';
import type { PostingOptions } from './acting/posting.ts';
import { showActed } from './acting/show-acted.ts';
import { collect, withActing } from './options.ts';
import type { ActingOptions } from './options.ts';
import { UsageError } from './terminal/exit-codes.ts';

interface EditOptions extends ActingOptions, PostingOptions {
  title?: string;
  clear?: (keyof typeof cleared)[];
}

/** What takes a member away. */
const cleared = {
  description: '',
  project: '',
  tags: [],
  skills: [],
  reviewers: [],
  acceptance: [],
  depends_on: [],
  parent: '',
} as const satisfies ItemChanges;

/** `wasteland edit <item>` */
export function addEdit(program: Command): Command {
  const members = Object.keys(cleared);
  const clear = new Option('--clear <member>', `take it away: ${members.join(', ')}; may be repeated`);
  const command = program
    .command('edit <item>')
    .description('change an item of yours; while somebody works on it only priority, tags and more reviewers')
    .option('--title <text>')
    .addOption(clear.argParser((text, before: string[] | undefined) => collect(memberNamed(text), before)));
  return withActing(withPosting(command)).action(async (item: string, options: EditOptions) => {
    const { title, clear: taken = [] } = options;
    const empty = Object.fromEntries(taken.map((member) => [member, cleared[member]]));
    const changes: ItemChanges = { ...(title === undefined ? {} : { title }), ...membersOf(options), ...empty };
    if (Object.keys(changes).length === 0) throw new UsageError('say what to change, for example --priority 1');
    const door = await openDoor(options);
    showActed(options, 'changed', await door.edit(item, changes));
  });
}

/** As it is called here, or as its option is. */
function memberNamed(text: string): string {
  const member = text === 'depends-on' ? 'depends_on' : text;
  if (Object.hasOwn(cleared, member)) return member;
  throw new UsageError(`--clear ${text}: one of ${Object.keys(cleared).join(', ')}`);
}
