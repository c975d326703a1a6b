import Type from 'typebox';
import type { Static } from 'typebox';

/** RFC 9457, with a `code` of the closed list. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'from a closed list; stable, unlike the texts' }),
    detail: Type.Optional(Type.String()),
    errors: Type.Optional(
      Type.Array(Type.Object({ path: Type.String(), message: Type.String() }), {
        description: 'what is wrong where, for invalid_request',
      }),
    ),
    missing: Type.Optional(
      Type.Array(Type.String(), { description: "what would change a refusal by this node's policy, in plain words" }),
    ),
    legal: Type.Optional(Type.Array(Type.String(), { description: 'event types that would be legal now' })),
  },
  { $id: 'Problem', additionalProperties: true },
);
export type Problem = Static<typeof Problem>;
