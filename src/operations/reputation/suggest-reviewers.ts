import type { ReviewersAnswer, SuggestQuery } from '../../wire/api/suggestion.ts';
import { findItem } from '../find-named.ts';
import type { Services } from '../ports.ts';
import { namesOf } from '../views/names.ts';
import { blockOf } from './block-of.ts';
import { seenAtWork, weightiest } from './seen-at-work.ts';

/**
 * Who could judge the work for an item: rigs whose judgement counts here, those first who were stamped for the most of its
 * skills, then by weight. Never the poster, who decides anyway, nor anybody of the worker's owner: their stamp wouldn't
 * count.
 */
export async function suggestReviewers(
  services: Services,
  typed: string,
  { limit = 10 }: SuggestQuery,
): Promise<ReviewersAnswer> {
  const item = findItem(services, typed);
  const seen = await seenAtWork(services, item.skills);
  const { reader, trust } = services;
  const worker = item.claimed_by ?? reader.items.completions(item.id).at(-1)?.worker;
  const worked = worker === undefined ? undefined : trust.groupOf(worker);
  const weights = trust.weights();
  const candidates = weightiest(services)
    .filter((rig) => rig !== item.posted_by && trust.groupOf(rig) !== worked && mayJudge(services, rig))
    .map((rig) => ({ rig, weight: weights.of(rig), skills: [...(seen.get(rig)?.skills ?? [])].sort() }))
    .sort((a, b) => b.skills.length - a.skills.length || b.weight - a.weight || (a.rig < b.rig ? -1 : 1));
  const names = namesOf(services);
  const items = candidates.slice(0, limit).map(({ rig, ...rest }) => ({
    rig: names(rig),
    ...rest,
    may_accept: item.reviewers.includes(rig),
  }));
  return { items };
}

function mayJudge(services: Services, rig: string): boolean {
  const identity = services.reader.rigs.rig(rig);
  return identity?.status === 'active' && identity.kind !== 'node' && blockOf(services, { rig }) === undefined;
}
