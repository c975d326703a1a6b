import { rootOf } from '../domain/merkle.ts';
import { treeOf } from '../domain/project/append.ts';
import type { LogRow, State } from '../domain/state.ts';
import { readCheckpoint, SuffixCheck } from '../identity/suffix.ts';
import type { ReadCheckpoint } from '../identity/suffix.ts';
import { Breath } from '../ledger/breath.ts';
import type { LandingLog } from '../ledger/landing.ts';
import type { SyncCode } from '../wire/api/sync-report.ts';
import type { LogEntry } from '../wire/checkpoint.ts';
import type { LogSource, PeerLog } from './log-source.ts';
import { sourceLimits } from './log-source.ts';
import { SyncFailure } from './sync-failure.ts';

/** What comparing a peer's copy of a log with ours says. */
export type Comparison =
  | { kind: 'same' }
  /** Verified by hashing alone, ready to land. `due` entries may land now, the rest of the checkpoint's waits. */
  | { kind: 'longer'; log: LandingLog; from: number; due: number; waiting: number }
  | { kind: 'waits'; waiting: number }
  /** Another history than ours, or none that verifies. */
  | { kind: 'differs'; code: SyncCode; detail: string; checkpoint: ReadCheckpoint | undefined };

/** Of a suffix that can be read again, what is kept in memory between checking and landing. */
const keptCharacters = 8_000_000;

/** Entries further ahead of our clock wait (protocol.md section 4). */
const aheadLimit = 10 * 60_000;

/** Compares a peer's copy of one log with what we hold and checks its suffix by hashing alone; writes nothing. */
export async function compareLog(state: State, source: LogSource, log: PeerLog, now: number): Promise<Comparison> {
  const held = state.table('logs').get(log.origin);
  if (held !== undefined && held.seq === log.seq && held.checkpoint === log.checkpoint) return { kind: 'same' };
  const checkpoint = readCheckpoint(log.checkpoint, log.origin);
  if (checkpoint === undefined) {
    return { kind: 'differs', code: 'bad_checkpoint', detail: 'not a checkpoint of this log', checkpoint };
  }
  const from = held?.seq ?? 0;
  if (checkpoint.seq <= from) return compareShorter(state, checkpoint);
  return await checkSuffix({ state, source, log, held, checkpoint, now });
}

/** Nothing new is there; but what is there must be the beginning of what we hold. */
function compareShorter(state: State, checkpoint: ReadCheckpoint): Comparison {
  const root = rootOf(treeOf(state, checkpoint.iss), checkpoint.seq);
  if (root === checkpoint.root) return { kind: 'same' };
  const detail = `root ${root} of ${checkpoint.seq} entries here, ${checkpoint.root} there`;
  return { kind: 'differs', code: 'wrong_root', detail, checkpoint };
}

interface Suffix {
  state: State;
  source: LogSource;
  log: PeerLog;
  held: LogRow | undefined;
  checkpoint: ReadCheckpoint;
  now: number;
}

async function checkSuffix({ state, source, log, held, checkpoint, now }: Suffix): Promise<Comparison> {
  const { origin } = log;
  const from = held?.seq ?? 0;
  const to = checkpoint.seq;
  if (to - from > sourceLimits.entries) throw new SyncFailure('too_large', `${to - from} entries at once`);

  const check = new SuffixCheck(state, origin);
  // Behind the REST door a second read may show other bytes than those that were checked; at a commit, or in a
  // file of the operator's, it can't, so only a short suffix is kept rather than read again.
  let kept: LogEntry[] | undefined = [];
  let due = from;
  let characters = 0;
  const breath = new Breath();
  for await (const slice of source.entries(origin, from, to)) {
    for (const { seq, logged_at, jws } of slice) {
      characters += jws.length;
      if (logged_at <= now + aheadLimit) due = seq;
    }
    if (characters > sourceLimits.characters) throw new SyncFailure('too_large', 'too much text at once');
    if (source.transport !== 'rest' && characters > keptCharacters) kept = undefined;
    kept?.push(...slice);
    if (!check.push(slice)) break;
    // A stream that never waits for more would else keep the main thread for itself.
    if (breath.due) await breath.take();
  }
  // A peer that is landing this log itself holds a newer checkpoint than entries: no error, we ask again.
  if (check.seq < to && log.seq < to && check.seq >= Math.max(from, log.seq)) {
    return { kind: 'waits', waiting: to - from };
  }
  const result = check.finish(log.checkpoint);
  if (!result.ok) {
    const at = result.seq === undefined ? '' : ` (entry ${result.seq})`;
    return { kind: 'differs', code: result.code, detail: `${result.detail}${at}`, checkpoint };
  }
  if (due === from) return { kind: 'waits', waiting: to - from };
  const entries = kept === undefined ? source.entries(origin, from, due) : [kept.filter(({ seq }) => seq <= due)];
  return { kind: 'longer', log: { origin, entries, checkpoint: log.checkpoint }, from, due, waiting: to - due };
}
