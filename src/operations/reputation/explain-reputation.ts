import { explaining } from '../../domain/reputation/explaining.ts';
import type { ExplainedAt } from '../../domain/reputation/explaining.ts';
import type { EffectPlace } from '../../domain/reputation/effects.ts';
import type { Raise } from '../../domain/reputation/raise.ts';
import { boundedLimit, pageOf, readCursor, writeCursor } from '../../readmodel/cursor.ts';
import type { ExplainedStamp, ExplainQuery, Explanation } from '../../wire/api/explanation.ts';
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

function viewOf(services: Services, names: Names, { stamp, author, weight, parts }: ExplainedAt): ExplainedStamp[] {
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
