import type { ItemRow } from '../../domain/state.ts';
import type { Services } from '../ports.ts';

/** What can't be said of an item although it stands in the tables (protocol.md section 4). */

/** Whether an origin signed two histories. */
export function isDisputed(services: Services, origin: string): boolean {
  return origin !== services.node.id && services.private.equivocations.get(origin) !== undefined;
}

/** Unfinished items of a home that signed two histories: nobody can say where they stand. */
export function isItemDisputed(services: Services, row: ItemRow): boolean {
  return !isFinished(row) && isDisputed(services, row.home);
}

/**
 * Whether an act on the item may be among the texts that its home's log withholds: it may be about any item posted before
 * it, and changes nothing once the item is finished.
 */
export function isIncomplete({ reader }: Services, row: ItemRow): boolean {
  const withheld = reader.logs.firstWithheld(row.home, row.seq);
  return withheld !== undefined && (!isFinished(row) || withheld.seq < reader.items.lastAct(row.id));
}

function isFinished({ status }: ItemRow): boolean {
  return status === 'completed' || status === 'withdrawn';
}
