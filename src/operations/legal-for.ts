import { legalActs } from '../domain/lifecycle.ts';
import type { EventType } from '../wire/event.ts';
import { findItem, findRig } from './find-named.ts';
import type { Services } from './ports.ts';

/** The acts on an item that would be legal for this rig now, as far as this node's tables know. */
export function legalFor(services: Services, rig: string, item: string): EventType[] {
  const { id, kind } = findRig(services, rig);
  return legalActs(findItem(services, item), services.clock.now(), { id, kind });
}
