import type { Ranked } from '../../domain/reputation/ranking.ts';
import { boundedLimit, pageOf, readCursor, writeCursor } from '../../readmodel/cursor.ts';
import type { Leader, Leaderboard, LeaderboardQuery } from '../../wire/api/leaderboard.ts';
import type { Services } from '../ports.ts';
import { namesOf } from '../views/names.ts';
import { present, time } from '../views/present.ts';

interface Placed extends Ranked {
  rank: number;
}

/** One page of who stands best in one dimension under this node's roots, in all or in one skill. */
export async function showLeaderboard(services: Services, query: LeaderboardQuery): Promise<Leaderboard> {
  const { dimension = 'quality', skill, sort = '-lower', cursor } = query;
  const { asOf, ranking } = await services.leaderboards.board(skill);
  const limit = boundedLimit(query.limit);
  const order = `${sort} ${dimension}`;
  const placed = ranking.in(dimension).map((each, index): Placed => ({ ...each, rank: index + 1 }));
  if (sort === 'lower') placed.reverse();
  const rest = cursor === undefined ? placed : behind(placed, sort, readCursor(cursor, order, ['number', 'string']));
  const page = pageOf(rest, limit, ({ reputation, rig }) => writeCursor(order, [reputation.lower, rig]));
  const names = namesOf(services);
  return {
    dimension,
    as_of: time(asOf),
    items: page.items.map(({ rank, rig, reputation }): Leader => {
      const { mean, uncertainty, lower } = reputation;
      return { rank, rig: names(rig), mean, uncertainty, lower };
    }),
    next_cursor: page.next_cursor,
    ...present({ skill }),
  };
}

/** Those behind a place, which may have moved or gone since. */
function behind(placed: Placed[], sort: string, [lower, rig]: (string | number)[]): Placed[] {
  const isBehind = ({ reputation, rig: id }: Placed): boolean => {
    const difference = reputation.lower - (lower as number);
    if (difference !== 0) return sort === 'lower' ? difference > 0 : difference < 0;
    return sort === 'lower' ? id < (rig as string) : id > (rig as string);
  };
  const first = placed.findIndex(isBehind);
  return first === -1 ? [] : placed.slice(first);
}
