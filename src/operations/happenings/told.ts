import type { EntryRow, ItemRow } from '../../domain/state.ts';
import type { Reader } from '../../readmodel/reader.ts';
import type { Happening } from '../../wire/api/happening.ts';
import { namesOf } from '../views/names.ts';
import type { NameServices } from '../views/names.ts';
import { happeningView } from '../views/happening.ts';
import { happeningId } from './happening-id.ts';
import type { Places } from './happening-id.ts';

/** A happening as all readers share it. */
export interface Told {
  place: number;
  happening: Happening;
  /** As JSON. */
  json: string;
  /** Whom it concerns: who said it, whom it names, whose item and whose work it is about. */
  rigs: ReadonlySet<string>;
}

/** Happenings in order, and up to which place they are all there were. */
export interface Page {
  told: Told[];
  upto: number;
}

/** What happenings are read from. */
export type HappeningSource = NameServices & Places;

/** What arrived behind a place, at most `limit` entries; those that aren't well signed say nothing and are left out. */
export function readHappenings(source: HappeningSource, after: number, limit: number): Page {
  const { reader, arrivals } = source;
  const names = namesOf(source);
  return reader.snapshot(() => {
    const page: Page = { told: [], upto: after };
    for (const { place, origin, seq, change } of arrivals.after(after, limit)) {
      page.upto = place;
      const row = reader.logs.entry(origin, seq);
      if (row === undefined || row.type === null || row.author === null) continue;
      const happening = happeningView(reader, names, { id: happeningId(place, row.hash), ...change }, row);
      page.told.push({ place, happening, json: JSON.stringify(happening), rigs: concernedBy(reader, row, happening) });
    }
    return page;
  });
}

function concernedBy(reader: Reader, entry: EntryRow, { item }: Happening): Set<string> {
  const { author, target, subject, body } = entry;
  const row = item === undefined ? undefined : reader.items.item(item.id);
  const decided = typeof body?.['completion'] === 'string' ? reader.items.completion(body['completion']) : undefined;
  const ids = [author, target, subject, row?.posted_by, decided?.worker, claimer(reader, entry, row)];
  return new Set(ids.filter((id) => id !== null && id !== undefined));
}

/** Whose work on an item an entry is about: of an ordered act who had claimed it before, since the act may have ended that. */
function claimer({ items }: Reader, { item, seq }: EntryRow, row: ItemRow | undefined): string | null | undefined {
  return item === null ? row?.claimed_by : items.claimerBefore(item, seq);
}
