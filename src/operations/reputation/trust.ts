import { plainEvidence } from '../../domain/reputation/plain-evidence.ts';
import type { Evidence } from '../../domain/reputation/plain-evidence.ts';
import { pictureOf } from '../../domain/reputation/picture.ts';
import type { Picture } from '../../domain/reputation/picture.ts';
import type { Judging } from '../../domain/reputation/given.ts';
import type { Reputation } from '../../domain/reputation/scores.ts';
import type { TrustPolicy, Weights } from '../../domain/reputation/weights.ts';
import type { Roots } from '../../private/roots.ts';
import type { Touched } from '../../readmodel/touched.ts';
import type { CountingStamp, TrustReader } from '../../readmodel/trust-reader.ts';
import { Records } from './records.ts';
import { TrustWeights } from './trust-weights.ts';

/** Whose judgement weighs what on this node, and what follows for each rig: always as of what is committed. */
export interface Trust {
  /** Resolves once all that the others need is in memory, of this rig too: before that they read what is left at once. */
  ready(rig?: string): Promise<void>;
  /** Under this node's roots; the same object while nothing has changed that could change a weight. */
  weights(): Weights;
  groupOf(rig: string): string;
  /** Grows whenever owner groups may have changed. */
  groupChanges(): number;
  reputation(rig: string): Reputation;
  /** The same with what came when and from where. */
  picture(rig: string): Picture;
  evidence(rig: string): Evidence;
  /** The counting stamps about a rig, in id order. */
  stamps(rig: string): readonly CountingStamp[];
  /** Something that is as good as these stamps, weights and groups: made once while none of them changes. */
  derived<T>(rig: string, name: string, make: (stamps: readonly CountingStamp[], judging: Judging) => T): T;
  roots(): string[];
  policy(): TrustPolicy;
  /** Calls back when stamps about a rig may have changed, or, without a rig, everything. */
  onStamps(listener: (rig: string | undefined) => void): void;
}

export interface TrustParts {
  reader: { trust: TrustReader };
  roots: Roots;
  damping: number;
  combine: 'together' | 'minimum';
  /** Tells of every commit from now on. */
  onTouched(listener: (touched: Touched) => void): void;
}

/** Trust over the read model, kept up by what each commit touches. */
export function createTrust(parts: TrustParts): Trust {
  const policy = policyOf(parts);
  const weighing = new TrustWeights(parts.reader.trust, policy);
  const records = new Records(parts.reader.trust);
  const listeners: ((rig: string | undefined) => void)[] = [];
  parts.onTouched((touched) => {
    weighing.touch(touched);
    records.touch(touched);
    const rigs = touched.all ? [undefined] : new Set(touched.stamps.values());
    for (const rig of rigs) for (const listener of listeners) listener(rig);
  });
  const judging = (): Judging => ({ weights: weighing.weights(), groupOf: (rig) => weighing.groupOf(rig) });
  const trust: Trust = {
    ready: async (rig) => {
      await weighing.ready();
      if (rig !== undefined) await records.ready(rig);
    },
    weights: () => weighing.weights(),
    groupOf: (rig) => weighing.groupOf(rig),
    groupChanges: () => weighing.groupChanges,
    reputation: (rig) => trust.picture(rig).reputation,
    picture: (rig) => trust.derived(rig, 'picture', pictureOf),
    evidence: (rig) => trust.derived(rig, 'evidence', (stamps, { groupOf }) => plainEvidence(stamps, groupOf)),
    stamps: (rig) => records.stamps(rig),
    derived: (rig, name, make) => {
      const judged = judging();
      const keys = [records.stamps(rig), judged.weights, weighing.groupChanges] as const;
      return records.derived(rig, name, keys, () => make(keys[0], judged));
    },
    roots: () => [...policy().roots],
    policy,
    onStamps: (listener) => listeners.push(listener),
  };
  return trust;
}

/** The same object while the roots are the same. */
function policyOf({ roots, damping, combine }: TrustParts): () => TrustPolicy {
  let made: { changes: number; policy: TrustPolicy } | undefined;
  return () => {
    if (made?.changes !== roots.changes) {
      const rigs = roots.list().map(({ rig }) => rig);
      made = { changes: roots.changes, policy: { roots: rigs, damping, combine } };
    }
    return made.policy;
  };
}
