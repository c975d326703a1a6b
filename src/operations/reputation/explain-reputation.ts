import { effectsOf, saidAt } from '../../domain/reputation/effects.ts';
import type { Effects } from '../../domain/reputation/effects.ts';
import { shareOf } from '../../domain/reputation/explain.ts';
import { whatWouldRaise } from '../../domain/reputation/raise.ts';
import type { Raise } from '../../domain/reputation/raise.ts';
import { boundedLimit, pageOf, readCursor, writeCursor } from '../../readmodel/cursor.ts';
import type { CountingStamp } from '../../readmodel/trust-reader.ts';
import type { ExplainedPart, ExplainedStamp, ExplainQuery, Explanation } from '../../wire/api/explanation.ts';
import { dimensions } from '../../wire/event.ts';
import { findRig } from '../find-named.ts';
import type { Services } from '../ports.ts';
import { namesOf } from '../views/names.ts';
import type { Names } from '../views/names.ts';
import { stampView } from '../views/record.ts';
import { valuesOf } from './see-standing.ts';

/** What each stamp gives to a rig's reputation and why, those that give most first; and what would raise it. */
export async function explainReputation(
  services: Services,
  typed: string,
  { sort = '-effect', cursor, ...query }: ExplainQuery,
): Promise<Explanation> {
  const { id } = findRig(services, typed);
  const { trust } = services;
  await trust.ready(id);
  const stamps = trust.stamps(id);
  const effects = trust.derived(id, 'effects', effectsOf);
  const raises = trust.derived(id, 'raises', (all, judging) => whatWouldRaise(all, judging, trust.reputation(id)));
  const limit = boundedLimit(query.limit);
  const places = behind(stamps, effects, sort, cursor).slice(0, limit + 1);
  const page = pageOf(places, limit, (last) =>
    writeCursor(sort, [effects.total[last] ?? 0, stamps[last]?.stamp ?? '']),
  );
  const names = namesOf(services);
  return {
    rig: names(id),
    reputation: valuesOf(trust.reputation(id)),
    raise: raises.filter(({ gain }) => gain > 0).map(inWords),
    items: page.items.flatMap((at) => explained(services, names, { id, stamps, effects, at })),
    next_cursor: page.next_cursor,
  };
}

/** Places in the order that is asked for, behind the cursor's. */
function behind(
  stamps: readonly CountingStamp[],
  { order, total }: Effects,
  sort: string,
  cursor: string | undefined,
): number[] {
  const places = [...order];
  if (sort === 'effect') places.reverse();
  if (cursor === undefined) return places;
  const [effect, stamp] = readCursor(cursor, sort, ['number', 'string']) as [number, string];
  const after = (at: number): boolean => {
    const difference = (total[at] as number) - effect;
    const later = difference === 0 ? (stamps[at]?.stamp ?? '') > stamp : difference < 0;
    const same = difference === 0 && stamps[at]?.stamp === stamp;
    return sort === 'effect' ? !later && !same : later;
  };
  const first = places.findIndex(after);
  return first === -1 ? [] : places.slice(first);
}

interface Place {
  id: string;
  stamps: readonly CountingStamp[];
  effects: Effects;
  at: number;
}

function explained(services: Services, names: Names, { id, stamps, effects, at }: Place): ExplainedStamp[] {
  const { trust, reader } = services;
  const stamp = stamps[at] as CountingStamp;
  const row = reader.items.stamp(stamp.stamp);
  if (row === undefined) return [];
  const weights = trust.weights();
  const own = trust.groupOf(stamp.author) === trust.groupOf(id);
  const weight = own ? 0 : weights.of(stamp.author);
  const reputation = trust.reputation(id);
  const parts = dimensions.flatMap((dimension, place) => {
    const said = saidAt(stamps, effects, at, place, weight);
    if (said === undefined) return [];
    const part: ExplainedPart = { ...said, share: shareOf(said, reputation[dimension].uncertainty) };
    return [[dimension, part] as const];
  });
  return [
    {
      stamp: stampView(services, names, row),
      weight,
      path: weight === 0 ? [] : (weights.path(stamp.author) ?? []).map(names),
      parts: Object.fromEntries(parts),
    },
  ];
}

function inWords(raise: Raise): string {
  const to = `would lift the lower bound of ${raise.dimension} by ${raise.gain.toFixed(3)} to ${raise.lower.toFixed(3)}`;
  if (raise.by === 'new_validator') {
    return `a stamp of 5 of 5, sure, by one more validator whom a root trusts and who hasn't stamped it yet ${to}`;
  }
  const stamps = raise.stamps === 1 ? 'one stamp is' : `${raise.stamps} stamps are`;
  return `${stamps} there already by rigs that no vouch reaches from a root of this node: a vouch for each of them ${to}`;
}
