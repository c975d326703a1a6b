import type { Private } from '../../private/open.ts';
import type { Queued } from '../../private/deliveries.ts';
import { newJti } from '../../private/tokens.ts';
import type { WebhookRow } from '../../private/webhooks.ts';
import { passes } from '../happenings/filter.ts';
import type { Happenings } from '../happenings/happenings.ts';
import type { Page } from '../happenings/told.ts';

/** Deliveries that may wait for one webhook: the rest waits in the order of arrival, and is lost by nothing. */
const mostWaiting = 1_000;
/** Places that nothing was for are written down that often. */
const unwritten = 5_000;
const pageSize = 200;

/** Places up to which a webhook has been filled, where that isn't written down since nothing was for it. */
const filled = new WeakMap<Happenings, Map<string, number>>();

/**
 * Queues for each webhook what has happened since it was filled last, a page at most, all in one transaction. Says whether
 * some have more to come at once.
 */
export function fillQueues(
  { deliveries }: Pick<Private, 'deliveries'>,
  happenings: Happenings,
  webhooks: readonly WebhookRow[],
): boolean {
  const places = filled.get(happenings) ?? new Map<string, number>();
  filled.set(happenings, places);
  const pages = new Map<number, Page>();
  const queued: Queued[] = [];
  let more = false;
  for (const { id, place, filter } of webhooks) {
    const from = Math.max(place, places.get(id) ?? 0);
    if (from >= happenings.head || deliveries.waiting(id) >= mostWaiting) continue;
    const page = pages.get(from) ?? happenings.read(from, pageSize);
    pages.set(from, page);
    const wanted = page.told.filter((told) => passes(filter, told));
    places.set(id, page.upto);
    more ||= page.upto < happenings.head;
    if (wanted.length === 0 && page.upto - place < unwritten) continue;
    const rows = wanted.map((told) => ({ id: `msg_${newJti()}`, place: told.place, type: told.happening.type }));
    queued.push({ webhook: id, place: page.upto, deliveries: rows });
  }
  deliveries.queue(queued);
  return more;
}
