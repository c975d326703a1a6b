import type { EntryRow } from '../../domain/state.ts';
import type { Happening } from '../../wire/api/happening.ts';
import { happeningId } from '../happenings/happening-id.ts';
import type { Services } from '../ports.ts';
import { namesOf } from '../views/names.ts';
import { happeningView } from '../views/happening.ts';

/** A feed shows so many, as feeds do. */
export const feedLength = 50;

/** Entries as feeds tell of them, the newest first. */
export function happeningsOf(services: Services, entries: readonly EntryRow[]): Happening[] {
  const { reader, happenings } = services;
  const names = namesOf(services);
  // So that each has its place.
  happenings.now();
  return [...entries]
    .sort((one, other) => other.logged_at - one.logged_at || (one.hash < other.hash ? -1 : 1))
    .slice(0, feedLength)
    .map((row) => {
      const place = happenings.source.arrivals.placeOf(row.origin, row.seq);
      return happeningView(reader, names, happeningId(place, row.hash), row);
    });
}
