import Type from 'typebox';
import { closed, HashHex } from '../wire/encodings.ts';

/** What a path names. What can't be an id is simply not found. */
export const idParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 320 }) }, closed);
export const deliveryParams = Type.Object(
  { id: Type.String({ minLength: 1, maxLength: 320 }), delivery: Type.String({ minLength: 1, maxLength: 100 }) },
  closed,
);
export const originParams = Type.Object({ origin: Type.String({ minLength: 1, maxLength: 100 }) }, closed);
export const hashParams = Type.Object({ hash: HashHex }, closed);
