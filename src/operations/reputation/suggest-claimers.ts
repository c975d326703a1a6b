import { decide } from '../../domain/reputation/gate.ts';
import { pictureOf } from '../../domain/reputation/picture.ts';
import { skillsOf } from '../../domain/reputation/skills.ts';
import type { Tier } from '../../domain/reputation/tiers.ts';
import type { ItemRow } from '../../domain/state.ts';
import type { ClaimersAnswer, SuggestQuery } from '../../wire/api/suggestion.ts';
import { findItem } from '../find-named.ts';
import type { Services } from '../ports.ts';
import { namesOf } from '../views/names.ts';
import { askingOf } from './asking.ts';
import { readyTier } from './rig-tier.ts';
import { seenAtWork } from './seen-at-work.ts';
import type { SeenAtWork } from './seen-at-work.ts';

/** Rigs that are weighed against each other: those who were seen at work the most. */
const most = 100;

interface Candidate {
  rig: string;
  tier: Tier;
  skills: string[];
  lower: number;
}

/**
 * Who could do an item well, of those who may claim it here: by tier, then by the least quality that can be relied on in its
 * skills. Only whose work validators who count have seen: about all others nothing is known.
 */
export async function suggestClaimers(
  services: Services,
  typed: string,
  { limit = 10 }: SuggestQuery,
): Promise<ClaimersAnswer> {
  const item = findItem(services, typed);
  const seen = await seenAtWork(services, item.skills);
  const candidates: Candidate[] = [];
  for (const [rig, { skills }] of mostSeen(seen, item)) {
    const tier = await readyTier(services, rig);
    if (!mayClaim(services, item, rig, tier)) continue;
    candidates.push({ rig, tier, skills: [...skills].sort(), lower: await reliedOn(services, rig, item.skills) });
  }
  candidates.sort((a, b) => b.tier.level - a.tier.level || b.lower - a.lower || (a.rig < b.rig ? -1 : 1));
  const names = namesOf(services);
  const items = candidates.slice(0, limit).map(({ rig, tier, skills, lower }) => ({
    rig: names(rig),
    tier: tier.level,
    tier_name: tier.name,
    lower,
    skills,
  }));
  return { items };
}

function mostSeen(seen: Map<string, SeenAtWork>, { skills }: ItemRow): [string, SeenAtWork][] {
  const fitting = [...seen].filter(([, each]) => skills.length === 0 || each.skills.size > 0);
  fitting.sort(([a, m], [b, n]) => n.skills.size - m.skills.size || n.stamps - m.stamps || (a < b ? -1 : 1));
  return fitting.slice(0, most);
}

/** By this node's policy; that somebody else has claimed it may be over tomorrow. */
function mayClaim(services: Services, item: ItemRow, rig: string, tier: Tier): boolean {
  if (services.reader.rigs.rig(rig)?.kind === 'node' || rig === item.claimed_by) return false;
  const asking = askingOf(services, { rig, act: 'claim', tier, item });
  if (asking.item !== undefined) delete asking.item.against;
  return decide(asking, services.settings.doors).allowed;
}

/** The lower bound of quality: in the skills that were asked for, on the average of those it was stamped in; without any,
 * overall. */
async function reliedOn({ trust }: Services, rig: string, skills: readonly string[]): Promise<number> {
  if (skills.length === 0) {
    const { reputation } = await trust.derive(rig, 'picture', pictureOf);
    return reputation.quality.lower;
  }
  const standings = await trust.derive(rig, undefined, (stamps, jury) => skillsOf(stamps, skills, jury));
  const bounds = standings.map(({ reputation }) => reputation.quality.lower);
  return bounds.length === 0 ? 0 : bounds.reduce((sum, bound) => sum + bound, 0) / bounds.length;
}
