import { effectsOf, mostEffective, saidAt } from '../../domain/reputation/effects.ts';
import type { EffectPlace, Effects } from '../../domain/reputation/effects.ts';
import { shareOf } from '../../domain/reputation/explain.ts';
import type { Jury } from '../../domain/reputation/jury.ts';
import { whatWouldRaise } from '../../domain/reputation/raise.ts';
import type { Raise } from '../../domain/reputation/raise.ts';
import type { Reputation } from '../../domain/reputation/scores.ts';
import type { Steps } from '../../domain/reputation/steps.ts';
import type { SubjectStamps } from '../../domain/reputation/subject-stamps.ts';
import { boundedLimit, pageOf, readCursor, writeCursor } from '../../readmodel/cursor.ts';
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
  await trust.ready();
  const limit = boundedLimit(query.limit);
  const wanted = { most: limit + 1, rising: sort === 'effect', after: placeIn(cursor, sort) };
  const explained = await trust.derive(id, undefined, (stamps, jury) => explaining(stamps, jury, wanted));
  const page = pageOf(explained.stamps, limit, ({ total, stamp }) => writeCursor(sort, [total, stamp]));
  const names = namesOf(services);
  return {
    rig: names(id),
    reputation: valuesOf(explained.reputation),
    raise: explained.raises.filter(({ gain }) => gain > 0).map(inWords),
    items: page.items.flatMap((stamp) => viewOf(services, names, stamp)),
    next_cursor: page.next_cursor,
  };
}

function placeIn(cursor: string | undefined, sort: string): EffectPlace | undefined {
  if (cursor === undefined) return undefined;
  const [total, stamp] = readCursor(cursor, sort, ['number', 'string']) as [number, string];
  return { total, stamp };
}

/** A stamp with what it gives. */
interface Explained extends EffectPlace {
  author: string;
  weight: number;
  parts: ExplainedStamp['parts'];
}

function* explaining(
  stamps: SubjectStamps,
  jury: Jury,
  wanted: Parameters<typeof mostEffective>[2],
): Steps<{ reputation: Reputation; raises: Raise[]; stamps: Explained[] }> {
  const effects = yield* effectsOf(stamps, jury);
  const { reputation } = effects;
  const places = yield* mostEffective(stamps, effects, wanted);
  const explained = places.map((at) => explainedAt(stamps, jury, effects, at));
  return { reputation, raises: yield* whatWouldRaise(stamps, jury, reputation), stamps: explained };
}

function explainedAt(stamps: SubjectStamps, jury: Jury, effects: Effects, at: number): Explained {
  const author = stamps.authors[at] as number;
  const parts = dimensions.flatMap((dimension, place) => {
    const said = saidAt(stamps, jury, effects, at, place);
    if (said === undefined) return [];
    const share = shareOf(said, effects.reputation[dimension].uncertainty);
    return [[dimension, { ...said, share } satisfies ExplainedPart] as const];
  });
  return {
    stamp: stamps.ids[at] as string,
    total: effects.total[at] as number,
    author: stamps.rigs.texts[author] as string,
    weight: jury.weights[author] as number,
    parts: Object.fromEntries(parts),
  };
}

function viewOf(services: Services, names: Names, { stamp, author, weight, parts }: Explained): ExplainedStamp[] {
  const { trust, reader } = services;
  const row = reader.items.stamp(stamp);
  if (row === undefined) return [];
  const path = weight === 0 ? [] : (trust.weights().path(author) ?? []).map(names);
  return [{ stamp: stampView(services, names, row), weight, path, parts }];
}

function inWords(raise: Raise): string {
  const to = `would lift the lower bound of ${raise.dimension} by ${raise.gain.toFixed(3)} to ${raise.lower.toFixed(3)}`;
  if (raise.by === 'new_validator') {
    return `a stamp of 5 of 5, sure, by one more validator whom a root trusts and who hasn't stamped it yet ${to}`;
  }
  const stamps = raise.stamps === 1 ? 'one stamp is' : `${raise.stamps} stamps are`;
  return `${stamps} there already by rigs that no vouch reaches from a root of this node: a vouch for each of them ${to}`;
}
