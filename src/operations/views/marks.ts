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
export function isIncomplete(services: Services, row: ItemRow): boolean {
  const { reader } = services;
  const withheld = mayWithhold(services, row.home) ? reader.logs.firstWithheld(row.home, row.seq) : undefined;
  return withheld !== undefined && (!isFinished(row) || withheld.seq < reader.items.lastAct(row.id));
}

/** Logs that withheld nothing when a node's readers saw their last change: nearly all, and each answer asks. */
const whole = new WeakMap<Services, { changes: number; origins: Set<string> }>();

function mayWithhold(services: Services, origin: string): boolean {
  const changes = services.changes();
  let known = whole.get(services);
  if (known?.changes !== changes) whole.set(services, (known = { changes, origins: new Set() }));
  if (known.origins.has(origin)) return false;
  if (services.reader.logs.firstWithheld(origin, 0) !== undefined) return true;
  known.origins.add(origin);
  return false;
}

function isFinished({ status }: ItemRow): boolean {
  return status === 'completed' || status === 'withdrawn';
}
