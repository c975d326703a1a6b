import { add, noSums, skillsOf } from '../../domain/reputation/picture.ts';
import type { Heap, Picture } from '../../domain/reputation/picture.ts';
import { fromEvidence } from '../../domain/reputation/scores.ts';
import type { Reputation, Sums } from '../../domain/reputation/scores.ts';
import type { CountingStamp } from '../../readmodel/trust-reader.ts';
import type { GrowthPoint, HomeShare, ReputationValues, SkillReputation } from '../../wire/api/reputation.ts';
import type { Rig } from '../../wire/api/rig.ts';
import { dimensions } from '../../wire/event.ts';
import type { Services } from '../ports.ts';
import { namesOf } from '../views/names.ts';
import type { Names } from '../views/names.ts';

/** A rig's stamps may name as many skills and homes as strangers like. */
const mostSkills = 12;
const mostMonths = 12;
const mostHomes = 20;

/** How a rig stands under this node's roots. Await `trust.ready(rig)` before, or a long record is read at once. */
export function seeStanding(
  services: Services,
  rig: string,
): Pick<Rig, 'evidence' | 'weight' | 'reputation' | 'skills' | 'growth' | 'homes'> {
  const { trust } = services;
  const picture = trust.picture(rig);
  return {
    evidence: trust.evidence(rig),
    weight: trust.weights().of(rig),
    reputation: valuesOf(picture.reputation),
    skills: trust.derived(rig, 'skills', (stamps, judging) =>
      skillsOf(stamps, mostNamed(stamps), judging).map((each): SkillReputation => ({
        ...each,
        reputation: valuesOf(each.reputation),
      })),
    ),
    growth: trust.derived(rig, 'growth', () => growthOf(picture)),
    homes: homesOf(picture, namesOf(services)),
  };
}

/** The members of a reputation that answers show. */
export function valuesOf(reputation: Reputation): ReputationValues {
  const entries = dimensions.map((dimension) => {
    const { mean, uncertainty, lower } = reputation[dimension];
    return [dimension, { mean, uncertainty, lower }] as const;
  });
  return Object.fromEntries(entries) as ReputationValues;
}

function mostNamed(stamps: readonly CountingStamp[]): string[] {
  const counts = new Map<string, number>();
  for (const { skills } of stamps) for (const skill of skills) counts.set(skill, (counts.get(skill) ?? 0) + 1);
  const ordered = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return ordered.slice(0, mostSkills).map(([skill]) => skill);
}

function growthOf({ months }: Picture): GrowthPoint[] {
  const soFar = noSums();
  let stamps = 0;
  const points = months.map((month, index) => {
    stamps += month.stamps;
    addAll(soFar, month.sums);
    // A bound takes its time: it is worked out for what is shown.
    return index < months.length - mostMonths ? undefined : { month: month.name, stamps, ...boundsOf(soFar) };
  });
  return points.filter((point) => point !== undefined);
}

function boundsOf({ r, s }: Sums): Pick<GrowthPoint, 'quality' | 'reliability' | 'creativity'> {
  const entries = dimensions.map((dimension, place) => {
    const [good, bad] = [r[place] as number, s[place] as number];
    return [dimension, { r: good, s: bad, lower: fromEvidence(good, bad).lower }] as const;
  });
  return Object.fromEntries(entries) as Pick<GrowthPoint, 'quality' | 'reliability' | 'creativity'>;
}

function homesOf({ homes }: Picture, names: Names): HomeShare[] {
  const all = noSums();
  for (const { sums } of homes) addAll(all, sums);
  return homes.slice(0, mostHomes).map(({ name, stamps, sums }) => ({
    home: names(name),
    stamps,
    share: sharesOf(sums, all),
  }));
}

function sharesOf(part: Heap['sums'], all: Sums): HomeShare['share'] {
  const entries = dimensions.map((dimension, place) => {
    const whole = (all.r[place] as number) + (all.s[place] as number);
    const given = (part.r[place] as number) + (part.s[place] as number);
    return [dimension, whole === 0 ? 0 : Math.min(1, given / whole)] as const;
  });
  return Object.fromEntries(entries) as HomeShare['share'];
}

function addAll(sums: Sums, more: Sums): void {
  for (const place of dimensions.keys()) add(sums, place, more.r[place] as number, more.s[place] as number);
}
