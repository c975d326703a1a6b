import Type from 'typebox';
import type { Static } from 'typebox';
import { StampId } from '../encodings.ts';
import { named, Time } from './named.ts';
import { Who } from './references.ts';

/** Something that shows in who stamps whom, how and when: to be looked at, and part of no number. */
export const Signal = Type.Object(
  {
    kind: Type.String({
      description:
        'reciprocity, ring, cluster, closed_circle, burst, identical_scores, full_confidence, single_subject or never_disagrees',
    }),
    rigs: Type.Array(named(Who), {
      description: 'whom it is about, an owner group by one of its rigs; at most 50 are named',
    }),
    size: Type.Integer({ description: 'how many owner groups it is about' }),
    stamps: Type.Object({
      count: Type.Integer({ description: 'stamps that show it' }),
      of: Type.Integer({ description: 'of so many that were looked at' }),
      ids: Type.Array(StampId, { description: 'the first of them by time, at most 20' }),
    }),
    from: Time,
    to: Time,
    seen: Type.String({ description: 'what was seen, in plain words' }),
    innocent: Type.String({ description: 'how honest people come to look like this' }),
  },
  { $id: 'Signal' },
);
export type Signal = Static<typeof Signal>;

export const RigSignals = Type.Object(
  {
    rig: named(Who),
    signals: Type.Array(named(Signal)),
    audited_at: Type.Optional({ ...Time, description: 'when rings, clusters and closed circles were last looked for' }),
  },
  { $id: 'RigSignals' },
);
export type RigSignals = Static<typeof RigSignals>;

export const AuditAnswer = Type.Object(
  {
    audited_at: Time,
    stamps: Type.Integer({ description: 'counting stamps that were looked at' }),
    groups: Type.Integer({ description: 'owner groups that gave or received them' }),
    counts: Type.Record(Type.String(), Type.Integer(), { description: 'signals by kind, shown or not' }),
    signals: Type.Array(named(Signal), { description: 'of each kind at most 100, those with the most stamps first' }),
  },
  { $id: 'AuditAnswer' },
);
export type AuditAnswer = Static<typeof AuditAnswer>;
