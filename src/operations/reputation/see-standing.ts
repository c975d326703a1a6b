import type { Heap, Picture } from '../../domain/reputation/picture.ts';
import type { Reputation } from '../../domain/reputation/scores.ts';
import { add, noSums } from '../../domain/reputation/sums.ts';
import type { Sums } from '../../domain/reputation/sums.ts';
import type { HomeShare, ReputationValues } from '../../wire/api/reputation.ts';
import type { Rig } from '../../wire/api/rig.ts';
import { dimensions } from '../../wire/words.ts';
import type { Services } from '../ports.ts';
import { namesOf } from '../views/names.ts';
import type { Names } from '../views/names.ts';

/** A rig's stamps may come from as many homes as strangers like. */
const mostHomes = 20;

/** How a rig stands under this node's roots. Await `trust.ready(rig)` before, or a long record is gone through at once. */
export function seeStanding(
  services: Services,
  rig: string,
): Pick<Rig, 'evidence' | 'weight' | 'reputation' | 'skills' | 'growth' | 'homes'> {
  const { trust } = services;
  const { evidence, picture, skills, growth } = trust.seen(rig);
  return {
    evidence,
    weight: trust.weights().of(rig),
    reputation: valuesOf(picture.reputation),
    skills: skills.map((each) => ({ ...each, reputation: valuesOf(each.reputation) })),
    growth,
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
