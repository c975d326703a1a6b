import { readFileSync } from 'node:fs';
import type { BrokenLog } from '../vectors/broken-logs.ts';
import type { LogVector } from '../vectors/generate.ts';
import { signCase } from '../vectors/template.ts';
import type { Case } from '../vectors/template.ts';

/** The vectors of test/vectors, for whatever door is tested. */

/** One case of tokens.json, signed for one node: post `tokens` in order (in one request when `together`); the last one's
 * code is `code`, and the others are `ok` unless `codes` says otherwise. */
export interface TokenVector {
  name: string;
  code: string;
  why: string;
  together: boolean;
  tokens: string[];
  codes: string[];
}

/** The token vectors, signed afresh for this node; `now` in milliseconds is when they will be logged. */
export function tokenVectors(node: string, now: number): TokenVector[] {
  return read<Case[]>('tokens.json').map((vector) => {
    const steps = signCase(vector, { nodes: { a: node }, now });
    return {
      name: vector.name,
      code: vector.code,
      why: vector.why,
      together: vector.together === true,
      tokens: steps.map((step) => step.text),
      codes: steps.map((step) => step.code),
    };
  });
}

/** `extend`: logs with the verdict texts that their entries must get, all of one vector known at once. `refused`: logs of
 * which nothing lands. No two vectors share an identity, so that all may stand in one ledger. */
export function logVectors(): { extend: LogVector[]; refused: BrokenLog[] } {
  return read<{ extend: LogVector[]; refused: BrokenLog[] }>('logs.json');
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`../vectors/${file}`, import.meta.url), 'utf8')) as T;
}
