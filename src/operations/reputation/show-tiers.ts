import { tierNames } from '../../wire/gate.ts';
import type { RigTier, TierChangePage, TiersQuery } from '../../wire/api/gate.ts';
import { pageOf, readCursor, writeCursor } from '../../readmodel/cursor.ts';
import { findRig } from '../find-named.ts';
import type { Services } from '../ports.ts';
import { present, time, timeOrNull } from '../views/present.ts';
import { noteTier, readyTier } from './rig-tier.ts';

/** The tier of a rig as its profile shows it. */
export function tierView(services: Services, rig: string): RigTier {
  const { level, name, reasons, missing, since } = noteTier(services, rig);
  return { level, name, reasons, missing, ...present({ since: timeOrNull(since) }) };
}

/** How the tier of a rig went on this node, newest first unless asked otherwise; it begins as registered. */
export async function showTiers(services: Services, typed: string, query: TiersQuery): Promise<TierChangePage> {
  const { id } = findRig(services, typed);
  await readyTier(services, id);
  const tier = tierView(services, id);
  const { sort = '-at', limit = 50, cursor } = query;
  const after = cursor === undefined ? {} : { after: Number(readCursor(cursor, sort, ['number'])[0]) };
  const rows = services.private.tiers.list(id, limit + 1, { rising: sort === 'at', ...after });
  const page = pageOf(rows, limit, (last) => writeCursor(sort, [last.id]));
  const items = page.items.map(({ level, reasons, at }) => ({
    level,
    name: tierNames[level as 0 | 1 | 2 | 3],
    reasons,
    at: time(at),
  }));
  return { items, next_cursor: page.next_cursor, tier };
}
