import { inclusionProof } from '../domain/merkle.ts';
import { stillTreeOf } from '../domain/project/append.ts';
import type { State } from '../domain/state.ts';
import { TransactionLost } from '../readmodel/read-model.ts';
import type { ReadModel } from '../readmodel/read-model.ts';
import type { LedgerEntry } from './commit.ts';
import { judgeProposal } from './proposals.ts';
import type { Accepted, JudgingContext, Logged, Proposal } from './proposals.ts';

export interface Outcome {
  entries: Logged[];
  /** A checkpoint of this node's log that covers the entries. */
  checkpoint: string;
}

/** A proposal in the queue, and whom to tell what became of it. */
export interface Waiting {
  proposal: Proposal;
  /** Resolves when its signatures are verified or under way, as far as they can be ahead of the judging. */
  begun: Promise<unknown>;
  resolve: (outcome: Outcome) => void;
  reject: (error: unknown) => void;
  /** Hashes that an attempt with unknown outcome appended: found in the ledger afterwards they are no repeats. */
  attempted: Set<string>;
}

export type Judged = Passed | { waiting: Waiting; error: unknown };

interface Passed {
  waiting: Waiting;
  accepted: Accepted;
  /** Its caller needs nothing more than this. */
  ready?: boolean;
}

/** Judges proposals one after the other, each seeing those before it; a refused one leaves no trace and disturbs no
 * other. Inside the open transaction of the read model. What follows from the last entry stays pending. */
export function judgeBatch(batch: readonly Waiting[], readModel: ReadModel, context: JudgingContext): Judged[] {
  return batch.map((waiting): Judged => {
    // Outside the savepoint: it isn't this proposal's to take back.
    context.pending.apply();
    try {
      const accepted = readModel.savepoint(() => judgeProposal(waiting.proposal, context));
      for (const logged of accepted.logged) {
        if (waiting.attempted.has(logged.hash)) logged.repeated = false;
      }
      return { waiting, accepted };
    } catch (error) {
      if (error instanceof TransactionLost) throw error;
      context.pending.drop();
      return { waiting, error };
    }
  });
}

/** Notes what is about to be written: it may be found in the ledger by the next attempt. */
export function noteAttempt(judged: readonly Judged[]): void {
  for (const one of judged) {
    if ('error' in one) continue;
    for (const { hash, repeated } of one.accepted.logged) if (!repeated) one.waiting.attempted.add(hash);
  }
}

/** What a batch adds to the ledger. */
export function appendedBy(judged: readonly Judged[]): LedgerEntry[] {
  return judged.flatMap((one) => ('accepted' in one ? one.accepted.appended : []));
}

/** Adds to each entry, repeated ones too, what its receipt shows, in the state at the end of the batch. */
export function addReceipts(judged: readonly Judged[], state: State, origin: string): void {
  const size = state.table('logs').get(origin)?.seq ?? 0;
  const tree = stillTreeOf(state, origin);
  for (const one of judged) {
    if ('error' in one) continue;
    for (const logged of one.accepted.logged) {
      const { item } = logged;
      logged.receipt = {
        size,
        proof: inclusionProof(tree, logged.seq - 1, size),
        item: item === null ? undefined : state.table('items').get(item),
      };
    }
  }
}

/** Lets each caller make its answer ready. One that fails at it makes it once readers see what is logged. */
export function announce(judged: readonly Judged[], checkpoint: string): void {
  for (const one of judged) {
    if ('error' in one) continue;
    try {
      one.ready = one.waiting.proposal.meanwhile?.(one.accepted.logged, checkpoint) === true;
    } catch {
      // Nothing that a caller does may stand between rows and their commit.
    }
  }
}

/**
 * Tells those callers whose answers are ready, once Dolt has committed. Resolves when they have sent them, before anything else that
 * anybody asks comes in: who is answered and asks again finds the read model committed.
 */
export async function answerReady(judged: readonly Judged[], checkpoint: string): Promise<void> {
  const ready = judged.filter((one) => 'accepted' in one && one.ready);
  if (ready.length === 0) return;
  answerAll(ready, checkpoint);
  // A tick comes after everything that these answers set off, and before the next event of the loop.
  await new Promise<void>((resolve) => process.nextTick(resolve));
}

/** Tells each caller what became of its proposal, unless it has been told. */
export function answerAll(judged: readonly Judged[], checkpoint: string): void {
  for (const one of judged) {
    if ('error' in one) one.waiting.reject(one.error);
    else one.waiting.resolve({ entries: one.accepted.logged, checkpoint });
  }
}

/** The commit message of own entries. */
export function describeOwn(appended: readonly LedgerEntry[]): string {
  const first = appended[0]?.seq ?? 0;
  const last = appended.at(-1)?.seq ?? first;
  return first === last ? `log entry ${first}` : `log entries ${first} to ${last}`;
}
