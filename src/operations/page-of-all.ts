import { pageOf, readCursor, writeCursor } from '../readmodel/cursor.ts';
import type { CursorValue, Page } from '../readmodel/cursor.ts';

/** A list that is short enough to be read whole, in the rising order of its keys. */
export interface WholeList<T> {
  /** Its name in cursors. */
  name: string;
  rows: readonly T[];
  /** A row's place in the order, and the types of its values; no two rows have the same. */
  keyOf: (row: T) => CursorValue[];
  types: ('string' | 'number')[];
}

/** Which page of it; without `limit` all that is left. */
export interface Part {
  sort?: string;
  limit?: number;
  cursor?: string;
}

/** One page of a list that is read whole. Throws `invalid_request` for a cursor of another list or order. */
export function pageOfAll<T>(list: WholeList<T>, { sort = list.name, limit, cursor }: Part): Page<T> {
  const { rows, keyOf, types } = list;
  const falling = sort.startsWith('-');
  const name = falling ? `-${list.name}` : list.name;
  const ordered = falling ? [...rows].reverse() : [...rows];
  const after = cursor === undefined ? undefined : readCursor(cursor, name, types);
  const sign = falling ? -1 : 1;
  const rest = after === undefined ? ordered : ordered.filter((row) => sign * compare(keyOf(row), after) > 0);
  return pageOf(rest, limit ?? rest.length, (last) => writeCursor(name, keyOf(last)));
}

function compare(one: CursorValue[], other: CursorValue[]): number {
  for (const [index, value] of one.entries()) {
    const against = other[index] as CursorValue;
    if (value !== against) return value > against ? 1 : -1;
  }
  return 0;
}
