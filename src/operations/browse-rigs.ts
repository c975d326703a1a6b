import type { RigPage, RigsQuery } from '../wire/api/rig.ts';
import type { Services } from './ports.ts';
import { present } from './views/present.ts';
import { rigSummary } from './views/rig.ts';

/** One page of the rigs known here, by handle. */
export function browseRigs(services: Services, query: RigsQuery): RigPage {
  const { limit, cursor, ...filter } = query;
  const page = services.reader.rigs.list(filter, present({ limit, cursor }));
  return { items: page.items.map((row) => rigSummary(services, row)), next_cursor: page.next_cursor };
}
