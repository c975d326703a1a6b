import type { State } from '../domain/state.ts';

/** Where a log stands: its length and its root. */
export interface Head {
  seq: number;
  root: string;
}

/** Heads of all logs, in origin order: what the rows of this state are made from. */
export function vectorOf(state: State): Map<string, Head> {
  const logs = state.table('logs').list('primary');
  return new Map(logs.map(({ origin, seq, root }) => [origin, { seq, root }]));
}
