import { WastelandError } from '../errors.ts';

export type CursorValue = string | number;

/** One page of a list, and the cursor of the next one when there is more. */
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

/** At most so many rows a page (design section 8). */
export const maxLimit = 200;
export const defaultLimit = 50;

/** Where a page ended: the list's order by name, and the last row's values in it. Opaque to clients. */
export function writeCursor(order: string, values: CursorValue[]): string {
  return Buffer.from(JSON.stringify([order, ...values])).toString('base64url');
}

/** The values of a cursor, which comes from a stranger: of this order, and each of the type given in `types`. Throws `invalid_request`. */
export function readCursor(cursor: string, order: string, types: ('string' | 'number')[]): CursorValue[] {
  const values = parsed(cursor);
  const fits =
    Array.isArray(values) &&
    values.length === types.length + 1 &&
    values[0] === order &&
    types.every((type, position) => typeof values[position + 1] === type);
  if (!fits) throw new WastelandError('invalid_request', 'this cursor does not belong to this list');
  return values.slice(1) as CursorValue[];
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** A page of `limit` from up to `limit + 1` rows. */
export function pageOf<T>(rows: T[], limit: number, cursorOf: (last: T) => string): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next_cursor: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}

/** The limit asked for, within its bounds. */
export function boundedLimit(limit: number | undefined): number {
  return Math.min(Math.max(Math.trunc(limit ?? defaultLimit), 1), maxLimit);
}
