import { hash } from 'node:crypto';
import type { State } from './state.ts';

/** Where a log stands: its length and its root. */
export interface Head {
  seq: number;
  root: string;
}

/** A node's state in a few lines: how far every log is known (design section 3). In origin order. */
export type Vector = Map<string, Head>;

/** Heads of all logs, in origin order: what the rows of this state are made from. */
export function vectorOf(state: State): Vector {
  const logs = state.table('logs').list('primary');
  return new Map(logs.map(({ origin, seq, root }) => [origin, { seq, root }]));
}

/** The last line of a commons commit: names the vector that its tables show (design section 6). */
export function vectorLine(vector: Vector): string {
  const lines = [...vector].map(([origin, { seq, root }]) => `${origin} ${seq} ${root}\n`);
  return `vector: sha256:${hash('sha256', lines.sort().join(''))}`;
}
