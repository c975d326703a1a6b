import { legalActs } from '../domain/lifecycle.ts';
import type { ItemRow } from '../domain/state.ts';
import { WastelandError } from '../errors.ts';
import { findItem } from './find-named.ts';
import type { Services } from './ports.ts';

/** An item with its submission in review. Of another home's item our copy may be old: then that log is pulled once. */
export async function liveSubmission(
  services: Services,
  typed: string,
): Promise<{ item: ItemRow; completion: string }> {
  const item = await current(services, findItem(services, typed));
  if (item.status === 'in_review' && item.completion !== null) return { item, completion: item.completion };
  // After a decision the submission is still named: the act is refused by the log that knows, also for a retry.
  const latest = item.completion ?? services.reader.items.completions(item.id).at(-1)?.id;
  if (latest !== undefined) return { item, completion: latest };
  throw new WastelandError('wrong_state', `nothing has been submitted; the item is ${item.status}`, {
    legal: legalActs(item, services.clock.now()),
  });
}

async function current(services: Services, item: ItemRow): Promise<ItemRow> {
  if (item.home === services.node.id || item.status === 'in_review') return item;
  await services.homes.pull(item.home);
  return findItem(services, item.id);
}
