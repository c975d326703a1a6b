import { makeDigest, stateSource } from '../../src/commons/digest.ts';
import type { Digest } from '../../src/commons/digest.ts';
import { closeHead } from '../../src/domain/project/append.ts';
import { MemoryState } from '../../src/domain/memory-state.ts';
import type { EntryRow, State } from '../../src/domain/state.ts';
import { judgeEntry } from '../../src/identity/judge.ts';
import type { SignatureCheck } from '../../src/identity/judge.ts';
import { verifySignature } from '../../src/identity/verify.ts';
import { take } from '../../src/ledger/take-entries.ts';
import type { LogEntry } from '../../src/wire/checkpoint.ts';
import { verdictText } from '../../src/wire/codes.ts';
import type { VerdictCode } from '../../src/wire/codes.ts';

export type Logs = Record<string, readonly LogEntry[]>;

/** Judges one entry as the next of its log and keeps what follows from it, as the writer and a landing do. */
export function land(state: State, origin: string, entry: LogEntry): VerdictCode {
  const judgement = judgeEntry(state, { origin, ...entry }, rememberedSignature);
  take(state, judgement);
  closeHead(state, origin);
  return judgement.row.code;
}

/** A state with these logs in it. `order` names the origin of each entry to come, by its place in `logs`; what it leaves
 * over follows log by log. */
export function project(logs: Logs, order: Iterable<string> = []): MemoryState {
  const state = new MemoryState();
  for (const [origin, entry] of interleave(logs, order)) land(state, origin, entry);
  return state;
}

/** A part of one log: whose, and how many of its next entries. */
export interface Cut {
  origin: string;
  count: number;
}

/** The same in slices, as a landing takes them: the head of a log is closed once for each. What the cuts leave over follows
 * as one slice a log. `onChange` hears of every entry that gets another verdict, as it was before. */
export function projectSlices(logs: Logs, cuts: Iterable<Cut>, onChange?: (was: EntryRow) => void): MemoryState {
  const state = new MemoryState();
  const next = new Map(Object.keys(logs).map((origin) => [origin, 0]));
  const rest = Object.keys(logs).map((origin): Cut => ({ origin, count: Infinity }));
  for (const { origin, count } of [...cuts, ...rest]) {
    const from = next.get(origin) ?? 0;
    const slice = logs[origin]?.slice(from, from + count) ?? [];
    next.set(origin, from + slice.length);
    for (const entry of slice) {
      const judgement = judgeEntry(state, { origin, ...entry }, rememberedSignature);
      const changed = take(state, judgement);
      if (onChange !== undefined) changed.forEach(onChange);
    }
    closeHead(state, origin);
  }
  return state;
}

/** The digest of a state over these logs (protocol.md section 6). */
export async function digestOf(state: State, logs: Logs): Promise<Digest> {
  return await makeDigest(stateSource(state, (origin, to) => [[...(logs[origin] ?? [])].slice(0, to)]));
}

/** The entries of the logs, each log's own in order. */
export function* interleave(logs: Logs, order: Iterable<string>): Generator<[origin: string, entry: LogEntry]> {
  const next = new Map(Object.keys(logs).map((origin) => [origin, 0]));
  for (const origin of order) {
    const at = next.get(origin) ?? 0;
    const entry = logs[origin]?.[at];
    if (entry === undefined) continue;
    next.set(origin, at + 1);
    yield [origin, entry];
  }
  for (const [origin, at] of next) {
    for (const entry of logs[origin]?.slice(at) ?? []) yield [origin, entry];
  }
}

/** Verdict texts of every entry as they stand now, by origin. */
export function verdictsOf(state: State, origins: Iterable<string>): Record<string, string[]> {
  const texts = (origin: string): string[] => entriesOf(state, origin).map((entry) => verdictText(entry.code));
  return Object.fromEntries([...origins].map((origin) => [origin, texts(origin)]));
}

/** Rows of one log's entries, in order. */
export function entriesOf(state: State, origin: string): EntryRow[] {
  return state.table('entries').list('primary', origin);
}

const verified = new Map<string, boolean>();

/** A real verification, once for each token and key: the same logs are judged many times over here. */
export const rememberedSignature: SignatureCheck = (token, x) => {
  const name = `${token.hash} ${x}`;
  const known = verified.get(name);
  if (known !== undefined) return known;
  const answer = verifySignature(token, x);
  verified.set(name, answer);
  return answer;
};
