import { judgeState } from '../../domain/reputation/of-state.ts';
import { dimensions } from '../../wire/words.ts';
import type { RigView } from '../../wire/view.ts';
import { landPrefixes } from './land-prefixes.ts';
import type { Logs } from './land-prefixes.ts';
import { isSignedBy } from '../../identity/read-view.ts';
import type { ReadView } from '../../identity/read-view.ts';
import { rigView } from './sign-view.ts';

/** A number of a view that isn't what the logs give. */
export interface Difference {
  rig: string;
  /** `weight`, or a dimension and what of it. */
  what: string;
  said: number;
  found: number;
}

export interface ViewVerdict {
  /** Signed by its node, and equal to what the logs give. */
  ok: boolean;
  iss: string;
  rigs: string[];
  differences: Difference[];
  /** Why it can't be recomputed, or isn't its node's. */
  detail?: string;
}

/** Two implementations may round the quantile differently. */
const tolerance = 1e-9;

/** Computes a view anew from a node's logs, which needn't be those of who signed it. */
export async function verifyView(read: ReadView, source: Logs): Promise<ViewVerdict> {
  const { iss, roots, damping, vector, value } = read.view;
  const about = { iss, rigs: Object.keys(value.rigs), differences: [] };
  const landed = await landPrefixes(vector, source);
  if (!landed.ok) return { ...about, ok: false, detail: landed.detail };
  if (!isSignedBy(read, landed.state)) return { ...about, ok: false, detail: "it isn't signed by a key of its node" };
  const { weights, reputation } = judgeState(landed.state, { roots, damping, combine: value.combine });
  const differences = Object.entries(value.rigs).flatMap(([rig, said]) =>
    differencesOf(rig, said, rigView(weights.of(rig), reputation(rig))),
  );
  return { ...about, ok: differences.length === 0, differences };
}

function differencesOf(rig: string, said: RigView, found: RigView): Difference[] {
  const pairs: [what: string, said: number, found: number][] = [['weight', said.weight, found.weight]];
  for (const name of dimensions) {
    for (const what of ['mean', 'uncertainty', 'lower'] as const) {
      pairs.push([`${name} ${what}`, said[name][what], found[name][what]]);
    }
  }
  const differing = pairs.filter(([, one, other]) => !(Math.abs(one - other) <= tolerance));
  return differing.map(([what, one, other]) => ({ rig, what, said: one, found: other }));
}
