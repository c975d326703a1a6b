import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { PostRequest } from '../wire/api/item.ts';
import { openDoor } from './acting/open-door.ts';
import { showActed } from './acting/show-acted.ts';
import { collect, withActing } from './options.ts';
import type { ActingOptions } from './options.ts';
import { UsageError } from './terminal/exit-codes.ts';

interface PostOptions extends ActingOptions {
  file?: string;
  type?: string;
  description?: string;
  project?: string;
  priority?: string;
  effort?: string;
  tag?: string[];
  skill?: string[];
  reviewer?: string[];
  acceptance?: string[];
  dependsOn?: string[];
  parent?: string;
  claimTtl?: string;
  minTier?: string;
}

/** `wasteland post <title> --type <type>`, `wasteland post --file <items>` */
export function addPost(program: Command): Command {
  const command = program
    .command('post [title]')
    .description('put an item on the board')
    .option('--file <file>', 'post what a file holds instead, one JSON object a line (- reads stdin)')
    .option('--type <type>', 'feature, bug, design, rfc, docs, research or other')
    .option('--description <markdown>')
    .option('--project <name>')
    .option('--priority <n>', '0 (critical) to 4 (backlog)')
    .option('--effort <size>', 'trivial, small, medium, large or epic')
    .option('--tag <tag>', 'may be repeated', collect)
    .option('--skill <skill>', 'may be repeated', collect)
    .option('--reviewer <rig>', 'who may accept it besides you; may be repeated', collect)
    .option('--acceptance <point>', 'what a reviewer will check; may be repeated', collect)
    .option('--depends-on <item>', 'may be repeated', collect)
    .option('--parent <item>')
    .option('--claim-ttl <seconds>', 'how long a claim holds without progress')
    .option('--min-tier <n>', 'the least tier that may claim it, 1 to 3');
  return withActing(command).action(async (title: string | undefined, options: PostOptions) => {
    const door = await openDoor(options);
    for (const posting of title === undefined ? postingsIn(options.file) : [postingOf(title, options)]) {
      showActed(options, 'posted', await door.post(posting));
    }
  });
}

function postingOf(title: string, options: PostOptions): PostRequest {
  if (options.file !== undefined) throw new UsageError('give a title or --file, not both');
  if (options.type === undefined) {
    throw new UsageError('--type is needed: feature, bug, design, rfc, docs, research or other');
  }
  const given = {
    title,
    type: options.type,
    description: options.description,
    project: options.project,
    priority: number('--priority', options.priority),
    effort: options.effort,
    tags: options.tag,
    skills: options.skill,
    reviewers: options.reviewer,
    acceptance: options.acceptance,
    depends_on: options.dependsOn,
    parent: options.parent,
    claim_ttl: number('--claim-ttl', options.claimTtl),
    min_tier: number('--min-tier', options.minTier),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as PostRequest;
}

function number(name: string, text: string | undefined): number | undefined {
  if (text !== undefined && !/^\d+$/.test(text)) throw new UsageError(`${name} ${text} is not a whole number`);
  return text === undefined ? undefined : Number(text);
}

function postingsIn(file: string | undefined): PostRequest[] {
  if (file === undefined) throw new UsageError('give a title or --file');
  const lines = readFileSync(file === '-' ? 0 : file, 'utf8').split('\n');
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : [parse(line, `${file}, line ${index + 1}`)]));
}

function parse(line: string, where: string): PostRequest {
  try {
    return JSON.parse(line) as PostRequest;
  } catch {
    throw new UsageError(`${where}: not JSON`);
  }
}
