import type { Command } from 'commander';
import type { ClaimersAnswer, ReviewersAnswer } from '../wire/api/suggestion.ts';
import { defined } from './defined.ts';
import { nodeOf, wholeNumber, withNode } from './options.ts';
import type { NodeOptions } from './options.ts';
import { print } from './terminal/output.ts';
import { rigName, table } from './terminal/table.ts';

interface SuggestOptions extends NodeOptions {
  limit?: number;
}

/** `wasteland suggest reviewers|claimers <item>` */
export function addSuggest(program: Command): Command {
  const command = program.command('suggest').description('who could do an item well, and who could judge the work');
  const reviewers = command
    .command('reviewers <item>')
    .description('by skill and weight, never of the worker’s owner')
    .option('--limit <n>', 'at most 50', wholeNumber);
  withNode(reviewers).action(async (item: string, { limit, ...options }: SuggestOptions) => {
    const params = { path: { id: item }, query: defined({ limit }) };
    const answer = await nodeOf(options).get('/v1/wanted/{id}/reviewers', { params });
    print(options, answer, () => reviewerLines(answer));
  });
  const claimers = command
    .command('claimers <item>')
    .description('by tier, and by the quality that can be relied on in its skills')
    .option('--limit <n>', 'at most 50', wholeNumber);
  withNode(claimers).action(async (item: string, { limit, ...options }: SuggestOptions) => {
    const params = { path: { id: item }, query: defined({ limit }) };
    const answer = await nodeOf(options).get('/v1/wanted/{id}/claimers', { params });
    print(options, answer, () => claimerLines(answer));
  });
  return command;
}

function reviewerLines({ items }: ReviewersAnswer): string[] {
  if (items.length === 0) return ['nobody whose judgement counts here could review it: vouch for somebody first'];
  const rows = items.map(({ rig, weight, skills, may_accept: accepts }) => [
    rigName(rig),
    weight.toFixed(2),
    accepts ? 'yes' : 'no',
    skills.join(', '),
  ]);
  return table(['WHO', 'WEIGHT', 'MAY ACCEPT', 'SKILLS'], rows);
}

function claimerLines({ items }: ClaimersAnswer): string[] {
  if (items.length === 0) return ['nobody who may claim it was seen at such work by those whose judgement counts here'];
  const rows = items.map(({ rig, tier_name: tier, lower, skills }) => [
    rigName(rig),
    tier,
    lower.toFixed(2),
    skills.join(', '),
  ]);
  return table(['WHO', 'TIER', 'AT LEAST', 'SKILLS'], rows);
}
