import type { Shape } from './group-edges.ts';
import type { Steps } from './steps.ts';

const iterations = 50;

/**
 * Personalised PageRank over `shape`, reset uniformly on the vertices `roots`: what share of a walk each vertex holds that
 * follows vouches with probability `damping` and else begins anew at a root, as it does where nobody is vouched for. It
 * starts from the reset. Deterministic to the bit: vertices in order, sums in that order, always 50 iterations, a step
 * each.
 */
export function* pageRank(shape: Shape, roots: readonly number[], damping: number): Steps<Float64Array> {
  let mass = new Float64Array(shape.ids.length);
  let inflow = new Float64Array(shape.ids.length);
  const reset = 1 / roots.length;
  for (const root of roots) mass[root] = reset;
  for (let round = 0; round < iterations; round++) {
    const dangling = flow(shape, mass, inflow);
    for (let v = 0; v < inflow.length; v++) inflow[v] = damping * (inflow[v] as number);
    const back = (1 - damping + damping * dangling) * reset;
    for (const root of roots) inflow[root] = (inflow[root] as number) + back;
    [mass, inflow] = [inflow, mass];
    yield;
  }
  return mass;
}

/** Passes each vertex's mass on in equal parts; returns what lies where nobody is vouched for. */
function flow({ start, targets }: Shape, mass: Float64Array, inflow: Float64Array): number {
  inflow.fill(0);
  let dangling = 0;
  for (let v = 0; v < mass.length; v++) {
    const held = mass[v] as number;
    // What no root reaches adds exactly nothing to anything.
    if (held === 0) continue;
    const first = start[v] as number;
    const end = start[v + 1] as number;
    if (first === end) dangling += held;
    const part = held / (end - first);
    for (let edge = first; edge < end; edge++) {
      const to = targets[edge] as number;
      inflow[to] = (inflow[to] as number) + part;
    }
  }
  return dangling;
}
