import { Option } from 'commander';
import type { Command } from 'commander';
import { efforts, itemTypes } from '../../wire/words.ts';
import { defined } from '../defined.ts';
import { collect, wholeNumber } from '../options.ts';
import type { Posting } from './door.ts';

/** What an item says besides its title, as options write it. */
export interface PostingOptions {
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

/** Adds the options with which an item is written. */
export function withPosting(command: Command): Command {
  return command
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
}

/** The members of an item that the options name. */
export function membersOf(options: PostingOptions) {
  return defined({
    type: options.type,
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
}
