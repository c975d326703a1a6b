import Type from 'typebox';
import type { Static, TSchema } from 'typebox';
import { HashHex, Id } from '../encodings.ts';

export const NodeDocument = Type.Object(
  {
    id: Id,
    name: Type.String(),
    protocol: Type.Integer(),
    documents: Type.Array(Type.String()),
    url: Type.Optional(Type.String()),
    remotes: Type.Optional(Type.Object({ ledger: Type.String(), commons: Type.String() })),
    checkpoint: Type.String(),
    software: Type.Object({ name: Type.String(), version: Type.String() }),
  },
  { $id: 'NodeDocument' },
);
export type NodeDocument = Static<typeof NodeDocument>;

/** Two members of these shapes: JSON Schema 2020-12, which OpenAPI 3.1 speaks, knows no list under `items`. */
function pairOf<A extends TSchema, B extends TSchema>(first: A, second: B) {
  return Type.Unsafe<[Static<A>, Static<B>]>({
    type: 'array',
    prefixItems: [first, second],
    minItems: 2,
    maxItems: 2,
  });
}

export const Digest = Type.Object(
  {
    projection_version: Type.Union([Type.Integer(), Type.String()]),
    vector: Type.Record(Type.String(), pairOf(Type.Integer(), HashHex)),
    withheld: Type.Array(pairOf(Id, Type.Integer())),
    events: HashHex,
    verdicts: HashHex,
    projection: HashHex,
  },
  { $id: 'Digest' },
);
export type Digest = Static<typeof Digest>;

export const Health = Type.Object(
  { status: Type.String(), checks: Type.Optional(Type.Record(Type.String(), Type.String())) },
  { $id: 'Health' },
);
export type Health = Static<typeof Health>;
