import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, Id } from '../encodings.ts';
import { Equivocation } from './equivocation.ts';
import { named, pageOf, pagingBy, Time } from './named.ts';
import { SyncReport } from './sync-report.ts';

const Url = Type.String({ minLength: 1, maxLength: 2000, pattern: '^https?://' });

/** A node that this one pulls from. */
export const Peer = Type.Object(
  {
    id: Id,
    url: Type.String(),
    name: Type.Optional(Type.String()),
    paused: Type.Boolean(),
    added_at: Time,
    synced_at: Type.Optional(Time),
    failures: Type.Integer({ description: 'failed syncs since the last good one' }),
    remote: Type.Optional(Type.String({ description: "its ledger's Dolt remote, as it said at the last sync" })),
    lag: Type.Optional(
      Type.Object(
        {
          entries: Type.Integer({ description: 'that it showed at the last sync and that are not here yet' }),
          milliseconds: Type.Integer({ description: 'since the last good sync' }),
        },
        { description: 'absent before the first good sync' },
      ),
    ),
  },
  { $id: 'Peer' },
);
export type Peer = Static<typeof Peer>;

export const PeersAnswer = Type.Object(
  {
    items: Type.Array(named(Peer)),
    equivocations: Type.Array(named(Equivocation), { description: 'origins, peers or not, that signed two histories' }),
    next_cursor: Type.Union([Type.String(), Type.Null()]),
  },
  { $id: 'PeersAnswer' },
);
export type PeersAnswer = Static<typeof PeersAnswer>;

export const PeersQuery = Type.Object(pagingBy('added', 'added'), closed);
export type PeersQuery = Static<typeof PeersQuery>;

export const AddPeerRequest = Type.Object({ url: Url }, closed);
export type AddPeerRequest = Static<typeof AddPeerRequest>;

export const ChangePeerRequest = Type.Object(
  { url: Type.Optional(Url), paused: Type.Optional(Type.Boolean()) },
  { ...closed, minProperties: 1 },
);
export type ChangePeerRequest = Static<typeof ChangePeerRequest>;

export const SyncPage = pageOf(SyncReport, 'SyncPage');
export type SyncPage = Static<typeof SyncPage>;

export const SyncsQuery = Type.Object(pagingBy('started', '-started'), closed);
export type SyncsQuery = Static<typeof SyncsQuery>;
