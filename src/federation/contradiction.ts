import { inclusionProof, leafHash } from '../domain/merkle.ts';
import { treeOf } from '../domain/project/append.ts';
import type { State } from '../domain/state.ts';
import { entryHash } from '../identity/judge.ts';
import { signedAtOurHead, SuffixCheck } from '../identity/suffix.ts';
import type { ReadCheckpoint } from '../identity/suffix.ts';
import type { SyncCode } from '../wire/api/sync-report.ts';
import type { LogEntry } from '../wire/checkpoint.ts';
import type { LogSource } from './log-source.ts';
import { sourceLimits } from './log-source.ts';

/** One history of the two: its checkpoint, and the first entry at which they part. */
export interface Side {
  checkpoint: string;
  entry?: LogEntry;
}

/** Two histories that one origin signed. */
export interface Equivocation {
  seq: number;
  ours: Side & { proof?: string[] };
  theirs: Side;
}

export type Difference = { code: SyncCode; detail: string; proof?: Equivocation };

/** Where a copy that doesn't fit ours first failed. */
export interface Failed {
  origin: string;
  code: SyncCode;
  detail: string;
  checkpoint: ReadCheckpoint | undefined;
}

/**
 * Whose fault a copy is that doesn't fit ours (protocol.md section 4). When it parts from what we hold and still verifies
 * from its first entry up to a checkpoint signed by a key in force at our head, its origin signed two histories; else the
 * peer altered something, and nothing is proven against anybody.
 */
export async function explainDifference(
  state: State,
  source: LogSource,
  failed: Failed,
  readOurs: (origin: string, seq: number) => Promise<LogEntry | undefined>,
): Promise<Difference> {
  const { origin, code, detail, checkpoint } = failed;
  const held = state.table('logs').get(origin);
  if (held === undefined || checkpoint === undefined || checkpoint.seq > sourceLimits.entries) return { code, detail };

  const check = new SuffixCheck(state, origin, 'start');
  let parting: LogEntry | undefined;
  for await (const slice of source.entries(origin, 0, checkpoint.seq)) {
    parting ??= slice.find((entry) => entry.seq <= held.seq && !isHeld(state, origin, entry));
    if (!check.push(slice)) break;
  }
  if (parting === undefined) return { code, detail };
  const { seq } = parting;
  const result = check.finish(checkpoint.token.text);
  if (!result.ok || !signedAtOurHead(state, checkpoint)) {
    return {
      code: 'contradiction',
      detail: `entry ${seq} differs from ours, and the origin did not sign it: ${detail}`,
    };
  }
  const entry = await readOurs(origin, seq);
  return {
    code: 'equivocation',
    detail: `its origin signed two histories that part at entry ${seq}`,
    proof: {
      seq,
      ours: {
        checkpoint: held.checkpoint,
        ...(entry === undefined ? {} : { entry }),
        proof: inclusionProof(treeOf(state, origin), seq - 1, held.seq),
      },
      theirs: { checkpoint: checkpoint.token.text, entry: parting },
    },
  };
}

function isHeld(state: State, origin: string, { seq, logged_at: loggedAt, jws }: LogEntry): boolean {
  const held = treeOf(state, origin).get(0, seq - 1);
  return Number.isSafeInteger(loggedAt) && loggedAt >= 0 && held === leafHash(seq, loggedAt, entryHash(jws));
}
