import type { Judging } from '../../domain/reputation/given.ts';
import type { Picture } from '../../domain/reputation/picture.ts';
import type { Evidence } from '../../domain/reputation/plain-evidence.ts';
import type { Reputation } from '../../domain/reputation/scores.ts';
import { seenFrom } from '../../domain/reputation/seen.ts';
import type { Seen } from '../../domain/reputation/seen.ts';
import { judgedBy } from '../../domain/reputation/standing.ts';
import type { Judged } from '../../domain/reputation/standing.ts';
import { runAll } from '../../domain/reputation/steps.ts';
import type { Steps } from '../../domain/reputation/steps.ts';
import type { TrustPolicy, Weights } from '../../domain/reputation/weights.ts';
import { OneAtATime } from '../../ledger/one-at-a-time.ts';
import type { Roots } from '../../private/roots.ts';
import type { Touched } from '../../readmodel/touched.ts';
import type { TrustReader } from '../../readmodel/trust-reader.ts';
import { inSlices } from './in-slices.ts';
import { Records } from './records.ts';
import type { Judgings, Make } from './records.ts';
import { TrustWeights } from './trust-weights.ts';

/** Whose judgement weighs what on this node, and what follows for each rig: always as of what is committed. */
export interface Trust {
  /** Resolves once all that is asked of the others is worked out, of this rig too: before that they do it at once. */
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
  /** All that a profile shows of it. */
  seen(rig: string): Seen;
  /** What of its stamps counts for its tier. */
  judged(rig: string): Judged;
  /** The same in steps. */
  judging(rig: string): Steps<Judged>;
  /** Something else that follows from a rig's stamps, in slices; kept by its name while it holds. */
  derive<T>(rig: string, name: string | undefined, make: Make<T>): Promise<T>;
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
  const weights = new TrustWeights(parts.reader.trust, policy);
  const records = new Records(parts.reader.trust, judgingOf(weights));
  const listeners: ((rig: string | undefined) => void)[] = [];
  parts.onTouched((touched) => {
    weights.touch(touched);
    records.touch(touched);
    const rigs = touched.all ? [undefined] : new Set(touched.stamps.values());
    for (const rig of rigs) for (const listener of listeners) listener(rig);
  });
  const oneByOne = new OneByOne();
  const trust: Trust = {
    ready: async (rig) => {
      if (!weights.isCurrent()) await oneByOne.run('', () => weights.weighing());
      if (rig !== undefined) await oneByOne.run(rig, () => prepare(records, rig));
    },
    weights: () => weights.weights(),
    groupOf: (rig) => weights.groupOf(rig),
    groupChanges: () => weights.groupChanges,
    reputation: (rig) => trust.seen(rig).picture.reputation,
    picture: (rig) => trust.seen(rig).picture,
    evidence: (rig) => trust.seen(rig).evidence,
    seen: (rig) => runAll(records.deriving(rig, 'seen', seenFrom)),
    judged: (rig) => runAll(trust.judging(rig)),
    judging: (rig) => records.deriving(rig, 'judged', judgedBy),
    derive: (rig, name, make) => inSlices(records.deriving(rig, name, make)),
    roots: () => [...policy().roots],
    policy,
    onStamps: (listener) => listeners.push(listener),
  };
  return trust;
}

function* prepare(records: Records, rig: string): Steps {
  yield* records.deriving(rig, 'judged', judgedBy);
  yield* records.deriving(rig, 'seen', seenFrom);
}

function judgingOf(weights: TrustWeights): Judgings {
  let made: { groupChanges: number; judging: Judging } | undefined;
  const groupOf = (rig: string): string => weights.groupOf(rig);
  return {
    *current() {
      const now = yield* weights.weighing();
      const { groupChanges } = weights;
      if (made?.judging.weights !== now || made.groupChanges !== groupChanges) {
        made = { groupChanges, judging: { weights: now, groupOf } };
      }
      return made.judging;
    },
    holds: (judging) => made?.judging === judging && made.groupChanges === weights.groupChanges,
  };
}

/** Work of one name is done by one at a time: those who come meanwhile find it done. */
class OneByOne {
  readonly #named = new Map<string, OneAtATime>();

  async run(name: string, steps: () => Steps<unknown>): Promise<void> {
    const one = this.#named.get(name) ?? new OneAtATime();
    this.#named.set(name, one);
    try {
      await one.run(async () => await inSlices(steps()));
    } finally {
      if (!one.busy) this.#named.delete(name);
    }
  }
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
