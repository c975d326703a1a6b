import Type from 'typebox';
import type { Static } from 'typebox';
import { HashHex, Id } from '../encodings.ts';
import { Time } from './named.ts';

const Side = {
  checkpoint: Type.String({ description: 'signed by the origin over this history' }),
  entry: Type.Optional(
    Type.Object(
      { seq: Type.Integer(), logged_at: Type.Integer(), jws: Type.String() },
      { description: 'as logged in it' },
    ),
  ),
};

/** The proof that an origin signed two histories (protocol.md section 4): its log is extended no more here. */
export const Equivocation = Type.Object(
  {
    origin: Id,
    found_at: Time,
    seq: Type.Integer({ description: 'the first entry at which the two part' }),
    peer: Type.Optional(Type.String({ description: 'who gave the other one' })),
    ours: Type.Object({
      ...Side,
      proof: Type.Optional(Type.Array(HashHex, { description: 'that our entry is in our history (RFC 9162, 2.1.3)' })),
    }),
    theirs: Type.Object(Side),
  },
  { $id: 'Equivocation' },
);
export type Equivocation = Static<typeof Equivocation>;
