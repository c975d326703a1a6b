import { applyEntry } from '../domain/project/apply.ts';
import type { Judgement } from '../domain/project/apply.ts';
import { addLeaf } from '../domain/project/append.ts';
import type { EntryRow, State } from '../domain/state.ts';
import { judgeEntry } from '../identity/judge.ts';
import type { LedgerEntry } from './commit.ts';
import type { ReadEntry } from './readable.ts';
import type { Signatures } from './signatures.ts';

/** An entry that has its place in a log but doesn't follow what stands there. */
export class LogGap extends Error {
  constructor(origin: string, seq: number, expected: number) {
    super(`log ${origin}: entry ${seq} where ${expected} follows`);
    this.name = 'LogGap';
  }
}

/** A judged entry that has its place, and what has another verdict because of it, as it was before. */
export interface Taken extends Judgement {
  changed: EntryRow[];
}

/** Judges the next entry of a log and takes it into the read model, whatever its verdict (protocol.md section 5). */
export function takeEntry(state: State, entry: LedgerEntry & ReadEntry, signatures: Signatures): Taken {
  const expected = (state.table('logs').get(entry.origin)?.seq ?? 0) + 1;
  if (entry.seq !== expected) throw new LogGap(entry.origin, entry.seq, expected);
  const judgement = judgeEntry(state, entry, signatures.valid);
  return { ...judgement, changed: take(state, judgement) };
}

/** Writes a judged entry: what follows from it, and its leaf. Gives what has another verdict now, as it was before. */
export function take(state: State, judgement: Judgement): EntryRow[] {
  const { origin, seq, logged_at, hash } = judgement.row;
  const changed = applyEntry(state, judgement);
  addLeaf(state, origin, seq, logged_at, hash);
  return changed;
}

/** Replaces the checkpoint held of a log that has at least one entry. */
export function keepCheckpoint(state: State, origin: string, checkpoint: string): void {
  const row = state.table('logs').get(origin);
  if (row !== undefined && row.checkpoint !== checkpoint) state.table('logs').put({ ...row, checkpoint });
}
