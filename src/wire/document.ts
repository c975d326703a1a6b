import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, Handle, HashHex, Id, Seconds, Text } from './encodings.ts';
import { kinds } from './words.ts';

/** Identity documents (protocol.md section 2). */

export const KindSchema = Type.Enum([...kinds], { type: 'string' });

/** Judged key by key after the schema, with codes of their own: so any JSON value passes here. */
const UncheckedKey = Type.Unknown();

export const Upto = Type.Record(Type.String({ pattern: '^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$' }), Seconds, closed);

export const Revocation = Type.Object({ kid: Id, upto: Upto }, closed);

/** What a document alone must look like; the conditions between members are in `identity/documents.ts`. */
export const DocumentPayload = Type.Object(
  {
    id: Type.Optional(Id),
    seq: Type.Integer({ minimum: 0 }),
    prev: Type.Union([HashHex, Type.Null()]),
    kind: KindSchema,
    handle: Handle,
    name: Type.Optional(Text(100)),
    also_known_as: Type.Optional(Type.Array(Text(255), { maxItems: 8 })),
    keys: Type.Array(UncheckedKey, { maxItems: 16 }),
    recovery: Type.Array(UncheckedKey, { maxItems: 4 }),
    home: Type.Optional(Id),
    owner: Type.Optional(Id),
    revoked: Type.Optional(Type.Array(Revocation)),
    status: Type.Optional(Type.Enum(['tombstone'], { type: 'string' })),
    iat: Seconds,
  },
  { ...closed, $id: 'IdentityDocument' },
);

export interface PublicKey {
  kty: 'OKP';
  crv: 'Ed25519';
  x: string;
  custody?: string;
}

/** A document whose keys have been checked too. */
export type IdentityDocument = Omit<Static<typeof DocumentPayload>, 'keys' | 'recovery'> & {
  keys: PublicKey[];
  recovery: PublicKey[];
};
