import type { Standing } from './tiers.ts';

/** An accepted completion of a rig. */
export interface AcceptedWork {
  id: string;
  /** Who accepted it. */
  decidedBy: string;
}

/** A counting stamp about a rig: its scores over all dimensions. */
export interface StampSums {
  author: string;
  completion: string;
  /** Sum of score × confidence, and of confidence. */
  weighted: number;
  confidence: number;
}

export interface RigRecord {
  rig: string;
  known: boolean;
  /** Milliseconds: when its first document was logged, as that log says; undefined while none is known. */
  since: number | undefined;
  accepted: readonly AcceptedWork[];
  stamps: readonly StampSums[];
}

/** Whose judgement counts, and who belongs together. */
export interface Judges {
  /** The weight of a rig's owner group: 0 for whoever no root reaches. */
  weight(rig: string): number;
  groupOf(rig: string): string;
}

const day = 24 * 60 * 60 * 1000;

/**
 * What of a record counts. Only what rigs of weight above 0 and of another owner said: whoever makes ten rigs can let them
 * stamp and accept each other's work without end, and would else be a maintainer by the evening. Validators are counted in
 * owner groups, and two stamps of one owner on one completion are one. A completion counts once such a rig accepted or
 * stamped it. The days come from a log whose node may write any time, so they stop only who keeps no node; the rest stops
 * the others.
 */
export function countRecord(record: RigRecord, judges: Judges, now: number): Standing {
  const own = judges.groupOf(record.rig);
  const counts = (rig: string): boolean => judges.groupOf(rig) !== own && judges.weight(rig) > 0;
  const validators = new Set<string>();
  const stamps = new Set<string>();
  const vouchedFor = new Set<string>();
  let weighted = 0;
  let confidence = 0;
  for (const stamp of record.stamps) {
    if (!counts(stamp.author)) continue;
    const group = judges.groupOf(stamp.author);
    validators.add(group);
    stamps.add(`${group} ${stamp.completion}`);
    vouchedFor.add(stamp.completion);
    weighted += stamp.weighted;
    confidence += stamp.confidence;
  }
  const completions = record.accepted.filter(({ id, decidedBy }) => vouchedFor.has(id) || counts(decidedBy));
  return {
    known: record.known,
    completions: completions.length,
    stamps: stamps.size,
    validators: validators.size,
    days: record.since === undefined ? 0 : Math.max(0, now - record.since) / day,
    mean: confidence === 0 ? undefined : weighted / confidence,
  };
}
