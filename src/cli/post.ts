import { readFileSync } from 'node:fs';
import { Option } from 'commander';
import type { Command } from 'commander';
import { efforts, itemTypes } from '../wire/event.ts';
import type { Posting } from './acting/door.ts';
import { openDoor } from './acting/open-door.ts';
import { showActed } from './acting/show-acted.ts';
import { defined } from './defined.ts';
import { collect, wholeNumber, withActing } from './options.ts';
import type { ActingOptions } from './options.ts';
import { UsageError } from './terminal/exit-codes.ts';

interface PostOptions extends ActingOptions {
  file?: string;
  type?: Posting['type'];
  description?: string;
  project?: string;
  priority?: number;
  effort?: Exclude<Posting['effort'], undefined>;
  tag?: string[];
  skill?: string[];
  reviewer?: string[];
  acceptance?: string[];
  dependsOn?: string[];
  parent?: string;
  claimTtl?: number;
  minTier?: number;
}

/** `wasteland post <title> --type <type>`, `wasteland post --file <items>` */
export function addPost(program: Command): Command {
  const command = program
    .command('post [title]')
    .description('put an item on the board')
    .option('--file <file>', 'post what a file holds instead, one JSON object a line (- reads stdin)')
    .addOption(new Option('--type <type>').choices(itemTypes))
    .option('--description <markdown>')
    .option('--project <name>')
    .option('--priority <n>', '0 (critical) to 4 (backlog)', wholeNumber)
    .addOption(new Option('--effort <size>').choices(efforts))
    .option('--tag <tag>', 'may be repeated', collect)
    .option('--skill <skill>', 'may be repeated', collect)
    .option('--reviewer <rig>', 'who may accept it besides you; may be repeated', collect)
    .option('--acceptance <point>', 'what a reviewer will check; may be repeated', collect)
    .option('--depends-on <item>', 'may be repeated', collect)
    .option('--parent <item>')
    .option('--claim-ttl <seconds>', 'how long a claim holds without progress', wholeNumber)
    .option('--min-tier <n>', 'the least tier that may claim it, 1 to 3', wholeNumber);
  return withActing(command).action(async (title: string | undefined, options: PostOptions) => {
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
  const given = defined({
    description: options.description,
    project: options.project,
    priority: options.priority,
    effort: options.effort,
    tags: options.tag,
    skills: options.skill,
    reviewers: options.reviewer,
    acceptance: options.acceptance,
    depends_on: options.dependsOn,
    parent: options.parent,
    claim_ttl: options.claimTtl,
    min_tier: options.minTier,
  });
  return { title, type, ...given };
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
