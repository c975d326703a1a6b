import Type from 'typebox';
import type { Static } from 'typebox';
import { RigView } from '../view.ts';
import { Id } from '../encodings.ts';
import { named, Time } from './named.ts';
import { Who } from './references.ts';

const Jws = Type.String({ description: 'a compact JWS of typ wasteland-view+jwt' });

export const ViewAnswer = Type.Object({ view: Jws }, { $id: 'ViewAnswer' });
export type ViewAnswer = Static<typeof ViewAnswer>;

/** How a rig looks from the roots of other nodes, as they signed it. */
export const PeerViews = Type.Object(
  {
    rig: named(Who),
    items: Type.Array(
      Type.Object({
        node: named(Who),
        signed_at: Time,
        roots: Type.Array(Id),
        value: RigView,
        view: Jws,
      }),
      { description: 'of at most ten peers, those that publish views and answered; none is computed again here' },
    ),
  },
  { $id: 'PeerViews' },
);
export type PeerViews = Static<typeof PeerViews>;
