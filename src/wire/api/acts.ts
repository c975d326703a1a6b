import Type from 'typebox';
import type { Static } from 'typebox';
import { closed } from '../encodings.ts';
import { EventReceipt } from './event.ts';
import { named, pageOf, pagingBy, Time } from './named.ts';
import { Who } from './references.ts';
import { Link } from './rig.ts';

export const Vouch = Type.Object(
  {
    id: Type.String(),
    giver: named(Who),
    subject: named(Who),
    note: Type.Optional(Type.String()),
    created_at: Time,
  },
  { $id: 'Vouch' },
);
export type Vouch = Static<typeof Vouch>;

export const VouchPage = pageOf(Vouch, 'VouchPage');
export type VouchPage = Static<typeof VouchPage>;

export const RigVouchesQuery = Type.Object(
  {
    by: Type.Optional(Type.Enum(['giver', 'subject'], { type: 'string', default: 'subject' })),
    ...pagingBy('created', '-created'),
  },
  closed,
);
export type RigVouchesQuery = Static<typeof RigVouchesQuery>;

export const VouchAnswer = Type.Object({ vouch: named(Vouch), event: named(EventReceipt) }, { $id: 'VouchAnswer' });
export type VouchAnswer = Static<typeof VouchAnswer>;

export const LinkAnswer = Type.Object({ link: named(Link), event: named(EventReceipt) }, { $id: 'LinkAnswer' });
export type LinkAnswer = Static<typeof LinkAnswer>;

/** After an act that takes something back. */
export const TakenBack = Type.Object({ events: Type.Array(named(EventReceipt)) }, { $id: 'TakenBack' });
export type TakenBack = Static<typeof TakenBack>;
