import type { BoardQuery, ItemPage } from '../wire/api/item.ts';
import { findOrTakeId, findRigId } from './find-named.ts';
import type { Services } from './ports.ts';
import { itemView } from './views/item.ts';
import { namesOf } from './views/names.ts';
import { present } from './views/present.ts';

/** One page of the board. */
export async function browseWanted(services: Services, query: BoardQuery): Promise<ItemPage> {
  await services.writer.boardCurrent();
  const { sort, limit, cursor, posted_by, claimed_by, parent, ...filter } = query;
  const named = present({
    posted_by: posted_by === undefined ? null : findRigId(services, posted_by),
    claimed_by: claimed_by === undefined ? null : findRigId(services, claimed_by),
    parent: parent === undefined ? null : findOrTakeId(services, 'w-', parent),
  });
  const names = namesOf(services);
  return services.reader.snapshot(() => {
    const page = services.reader.board.list({ ...filter, ...named }, present({ sort, limit, cursor }));
    return {
      items: page.items.map(({ item, ready }) => itemView(services, names, item, ready)),
      next_cursor: page.next_cursor,
    };
  });
}
