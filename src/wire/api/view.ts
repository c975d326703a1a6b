import Type from 'typebox';
import type { Static } from 'typebox';

export const ViewAnswer = Type.Object(
  { view: Type.String({ description: 'a compact JWS of typ wasteland-view+jwt' }) },
  { $id: 'ViewAnswer' },
);
export type ViewAnswer = Static<typeof ViewAnswer>;
