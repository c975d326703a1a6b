import type { BoardFeedQuery } from '../../wire/api/feed.ts';
import type { Happening } from '../../wire/api/happening.ts';
import { findOrTakeId, findRigId } from '../find-named.ts';
import type { Services } from '../ports.ts';
import { present } from '../views/present.ts';
import { feedLength, happeningsOf } from './happenings-of.ts';

/** What happened last to each of the items that the filter finds and that changed last. */
export async function boardFeed(services: Services, query: BoardFeedQuery): Promise<Happening[]> {
  await services.writer.boardCurrent();
  const { posted_by, claimed_by, parent, ...filter } = query;
  const named = present({
    posted_by: posted_by === undefined ? null : findRigId(services, posted_by),
    claimed_by: claimed_by === undefined ? null : findRigId(services, claimed_by),
    parent: parent === undefined ? null : findOrTakeId(services, 'w-', parent),
  });
  const { reader } = services;
  return reader.snapshot(() => {
    const { items } = reader.board.list({ ...filter, ...named }, { sort: '-updated', limit: feedLength });
    const entries = items.map(({ item }) => reader.logs.entry(item.home, reader.items.lastAct(item.id)));
    return happeningsOf(
      services,
      entries.filter((entry) => entry !== undefined),
    );
  });
}
