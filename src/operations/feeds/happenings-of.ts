import type { EntryRow } from '../../domain/state.ts';
import type { Happening } from '../../wire/api/happening.ts';
import { happeningId } from '../happenings/happening-id.ts';
import type { Services } from '../ports.ts';
import { namesOf } from '../views/names.ts';
import { happeningView } from '../views/happening.ts';

/** A feed shows so many, as feeds do. */
export const feedLength = 50;

/** Entries as feeds tell of them, the newest first: one whose verdict changed is as new as that. */
export function happeningsOf(services: Services, entries: readonly EntryRow[]): Happening[] {
  const { reader, happenings } = services;
  const names = namesOf(services);
  // So that each has its place.
  happenings.now();
  return entries
    .map((row) => {
      const told = happenings.source.arrivals.newestOf(row.origin, row.seq);
      return { row, told, at: told?.change?.at ?? row.logged_at };
    })
    .sort((one, other) => other.at - one.at || (one.row.hash < other.row.hash ? -1 : 1))
    .slice(0, feedLength)
    .map(({ row, told }) => {
      const place = { id: happeningId(told?.place ?? 0, row.hash), ...told?.change };
      return happeningView(reader, names, place, row);
    });
}
