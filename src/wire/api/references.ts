import Type from 'typebox';
import type { Static } from 'typebox';
import { Id } from '../encodings.ts';

/** How requests name things: full ids, or unambiguous prefixes of at least 6 hex digits (protocol.md section 3). */

export const ItemRef = Type.String({ pattern: '^(w-)?[0-9a-f]{6,40}$' });
export const CompletionRef = Type.String({ pattern: '^(c-)?[0-9a-f]{6,40}$' });
/** Item, completion or stamp: the letter says which. */
export const AboutRef = Type.String({ pattern: '^[wcs]-[0-9a-f]{6,40}$' });
/** Identity id, `handle@host`, `handle@` and the first characters of the home's id, or a handle of this node. */
export const RigRef = Type.String({ minLength: 1, maxLength: 320 });

/** A rig as answers name it. `handle` and `address` are absent while no document of it is known here. */
export const Who = Type.Object(
  { id: Id, handle: Type.Optional(Type.String()), address: Type.Optional(Type.String()) },
  { $id: 'Who' },
);
export type Who = Static<typeof Who>;
