import { WastelandError } from '../../errors.ts';
import type { Private } from '../../private/open.ts';
import type { Reader } from '../../readmodel/reader.ts';

/** What places are looked up in. */
export interface Places {
  reader: Reader;
  arrivals: Private['arrivals'];
}

const hashDigits = 8;

/** Id of a happening: its place in this node's order of arrival, and the beginning of its hash, by which a place of another
 * order (another node's; one from before a restore) is known. */
export function happeningId(place: number, hash: string): string {
  return `${place}-${hash.slice(0, hashDigits)}`;
}

/** The id of what stands at a place; `0` before the first, and where nothing is held of it any more. */
export function idAt({ reader, arrivals }: Places, place: number): string {
  const arrival = place < 1 ? undefined : arrivals.after(place - 1, 1)[0];
  const entry = arrival === undefined ? undefined : reader.logs.entry(arrival.origin, arrival.seq);
  return entry === undefined ? '0' : happeningId(place, entry.hash);
}

/** The place that an id names; `invalid_request` where this node's order has another entry there. */
export function placeOf(places: Places, id: string): number {
  if (id === '0') return 0;
  const place = Number(id.split('-')[0]);
  if (idAt(places, place) === id) return place;
  throw new WastelandError('invalid_request', `${id} is no place in this node's order of arrival`);
}
