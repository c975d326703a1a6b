import { MemoryState } from '../../domain/memory-state.ts';
import { addLeaf, closeHead } from '../../domain/project/append.ts';
import { applyEntry } from '../../domain/project/apply.ts';
import type { State } from '../../domain/state.ts';
import { judgeEntry } from '../../identity/judge.ts';
import { readCheckpoint, SuffixCheck } from '../../identity/suffix.ts';
import type { LogEntry } from '../../wire/checkpoint.ts';
import type { View } from '../../wire/view.ts';

/** A node's logs, by whatever way they are read. */
export interface Logs {
  logs(): Promise<{ origin: string; checkpoint: string }[]>;
  /** Entries behind `after` up to `to`, in slices. */
  entries(origin: string, after: number, to: number): AsyncIterable<LogEntry[]>;
}

export type Landed = { ok: true; state: State } | { ok: false; detail: string };

/** Makes in memory, from a node's logs, the state at a vector: each log is checked up to its checkpoint, and read as far as
 * the vector says. */
export async function landPrefixes(vector: View['vector'], source: Logs): Promise<Landed> {
  const checkpoints = new Map((await source.logs()).map(({ origin, checkpoint }) => [origin, checkpoint]));
  const state = new MemoryState();
  for (const [origin, [seq, root]] of Object.entries(vector)) {
    const checkpoint = checkpoints.get(origin);
    if (checkpoint === undefined) return { ok: false, detail: `the log of ${origin} isn't held there` };
    const wrong = await landPrefix(state, origin, { seq, checkpoint }, source);
    if (wrong !== undefined) return { ok: false, detail: `the log of ${origin}: ${wrong}` };
    const found = state.table('logs').get(origin)?.root;
    if (found !== root) return { ok: false, detail: `the log of ${origin} has another root at entry ${seq}` };
  }
  return { ok: true, state };
}

/** What is wrong with the log, if anything. */
async function landPrefix(
  state: State,
  origin: string,
  { seq, checkpoint }: { seq: number; checkpoint: string },
  source: Logs,
): Promise<string | undefined> {
  const to = readCheckpoint(checkpoint, origin)?.seq ?? 0;
  if (to < seq) return `${to} entries are held there, and the view needs ${seq}`;
  const check = new SuffixCheck(state, origin, 'start');
  for await (const slice of source.entries(origin, 0, to)) {
    if (!check.push(slice)) break;
    for (const entry of slice) if (entry.seq <= seq) land(state, origin, entry);
  }
  closeHead(state, origin);
  const checked = check.finish(checkpoint);
  return checked.ok ? undefined : checked.detail;
}

function land(state: State, origin: string, entry: LogEntry): void {
  const judgement = judgeEntry(state, { origin, ...entry });
  applyEntry(state, judgement);
  addLeaf(state, origin, entry.seq, entry.logged_at, judgement.row.hash);
}
