import type { RigPage, RigsQuery } from '../wire/api/rig.ts';
import { findRigId } from './find-named.ts';
import type { Services } from './ports.ts';
import { present } from './views/present.ts';
import { rigSummary } from './views/rig.ts';

/** One page of the rigs known here, by handle. */
export function browseRigs(services: Services, query: RigsQuery): RigPage {
  const { sort, limit, cursor, owner, ...filter } = query;
  const owned = present({ owner: owner === undefined ? null : findRigId(services, owner) });
  const page = services.reader.rigs.list({ ...filter, ...owned }, present({ sort, limit, cursor }));
  return { items: page.items.map((row) => rigSummary(services, row)), next_cursor: page.next_cursor };
}
