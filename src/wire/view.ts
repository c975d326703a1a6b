import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, HashHex, Id, Seconds } from './encodings.ts';

const DimensionView = Type.Object({ mean: Type.Number(), uncertainty: Type.Number(), lower: Type.Number() }, closed);

export const RigView = Type.Object(
  { weight: Type.Number(), quality: DimensionView, reliability: DimensionView, creativity: DimensionView },
  closed,
);

/** What rigs look like from a node's roots, signed by the node: whoever has the same logs can compute it too. */
export const ViewPayload = Type.Object(
  {
    iss: Id,
    roots: Type.Array(Id, { maxItems: 100 }),
    damping: Type.Number({ minimum: 0, maximum: 1 }),
    vector: Type.Record(Id, Type.Tuple([Type.Integer({ minimum: 1 }), HashHex])),
    value: Type.Object(
      {
        combine: Type.Enum(['together', 'minimum'], { type: 'string' }),
        rigs: Type.Record(Id, RigView, { minProperties: 1, maxProperties: 16 }),
      },
      closed,
    ),
    iat: Seconds,
  },
  { ...closed, $id: 'View' },
);
export type View = Static<typeof ViewPayload>;
export type RigView = Static<typeof RigView>;
