import { MemoryState } from '../../domain/memory-state.ts';
import { publishedRows, rowSourceOf } from '../../domain/project/all-rows.ts';
import { addLeaf, closeHead } from '../../domain/project/append.ts';
import { applyEntry } from '../../domain/project/apply.ts';
import { commonsTables } from '../../domain/project/rows.ts';
import type { State } from '../../domain/state.ts';
import { judgeEntry } from '../../identity/judge.ts';
import { readCheckpoint, SuffixCheck } from '../../identity/suffix.ts';
import type { GivenLog, ProjectAnswer, ProjectedIdentity, ProjectRequest } from '../../wire/api/conformance.ts';
import type { LogEntry } from '../../wire/checkpoint.ts';
import { verdictText } from '../../wire/codes.ts';

/** What follows from these logs and from nothing else: verdicts, identities and tables (protocol.md sections 5 and 6). */
export function projectLogs(logs: ProjectRequest['logs']): ProjectAnswer {
  const state = new MemoryState();
  const origins = Object.keys(logs);
  for (const origin of origins) landLog(state, origin, logs[origin] as GivenLog);
  const source = rowSourceOf(state);
  return {
    ok: true,
    verdicts: Object.fromEntries(origins.map((origin) => [origin, verdictsOf(state, origin)])),
    identities: identitiesOf(state),
    tables: Object.fromEntries(commonsTables.map((table) => [table, [...publishedRows(source, table)]])),
  };
}

/** Lands what the checkpoint covers, or nothing when it doesn't hold. No clock is read: no entry is too far ahead. */
function landLog(state: State, origin: string, { entries, checkpoint }: GivenLog): void {
  const covered = coveredBy(checkpoint, origin, entries);
  const check = new SuffixCheck(state, origin);
  check.push(covered);
  if (!check.finish(checkpoint).ok) return;
  for (const entry of covered) {
    const judgement = judgeEntry(state, { origin, ...entry });
    applyEntry(state, judgement);
    addLeaf(state, origin, entry.seq, entry.logged_at, judgement.row.hash);
  }
  closeHead(state, origin);
}

/** Entries beyond the checkpoint wait for one that covers them. */
function coveredBy(checkpoint: string, origin: string, entries: readonly LogEntry[]): LogEntry[] {
  const to = readCheckpoint(checkpoint, origin)?.seq ?? 0;
  return entries.filter(({ seq }) => seq <= to);
}

function verdictsOf(state: State, origin: string): string[] {
  const entries = state.table('entries').list('primary', origin);
  return entries.map(({ code }) => verdictText(code));
}

function identitiesOf(state: State): Record<string, ProjectedIdentity> {
  const identities = state.table('identities').list('primary');
  return Object.fromEntries(
    identities.map(({ id, handle, kind, keys, home, status }) => [id, { handle, kind, keys, home, status }]),
  );
}
