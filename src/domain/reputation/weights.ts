import type { Shape } from './group-edges.ts';
import { pageRank } from './page-rank.ts';
import { pathsFrom } from './paths.ts';
import { runAll } from './steps.ts';
import type { Steps } from './steps.ts';
import type { TrustGraph } from './trust-graph.ts';
import { unitOf } from './unit.ts';

/** A node's own policy: whose judgement it trusts to begin with, and how far trust reaches from there. */
export interface TrustPolicy {
  /** Rigs. Without any nobody has weight. */
  roots: readonly string[];
  /** From 0 to below 1: how much of a vertex's trust goes on to those that it vouches for. */
  damping: number;
  /** `together` (the default): one walk from all roots. `minimum`: of one walk from each root the least, which survives
   * all roots but one being bad. */
  combine?: 'together' | 'minimum';
}

export const defaultDamping = 0.6;

/** No validator weighs more than this many typical ones. */
const heaviest = 10;

/** What a node's roots make of everyone, at the moment of weighing; owner groups are asked of the graph. */
export interface Weights {
  /** Weight of a rig's owner group: 0 for whoever no root reaches, 1 for one typical validator that a root trusts, ≤ 10. */
  of(rig: string): number;
  /** Its share of the walk, of which the weight is a multiple. */
  mass(rig: string): number;
  /** Owner groups from a root's to this rig's, both included: a shortest path of vouches, of several the first in id
   * order; undefined without one. */
  path(rig: string): string[] | undefined;
  /** Weights above 0, in id order. */
  entries(): Iterable<[group: string, w: number]>;
}

/** Weighs everyone who is in a graph of vouches, by personalised PageRank from a node's roots. */
export function weigh(graph: TrustGraph, policy: TrustPolicy): Weights {
  return runAll(weighing(graph, policy));
}

/** The same in steps. The graph must stay as it is meanwhile, or the weights are of no moment at all. */
export function* weighing(graph: TrustGraph, policy: TrustPolicy): Steps<Weights> {
  const shape = yield* graph.shape(policy.roots);
  const roots = [...new Set(policy.roots.map((root) => shape.vertexOf(graph.groupOf(root)) as number))];
  const mass = yield* massOf(shape, roots, policy);
  const unit = unitOf(shape, roots, mass);
  const weights = mass.map((each) => (each === 0 ? 0 : Math.min(heaviest, each / unit)));
  const valueOf = (values: Float64Array, rig: string): number => {
    const vertex = shape.vertexOf(graph.groupOf(rig));
    return vertex === undefined ? 0 : (values[vertex] as number);
  };
  let paths: ReturnType<typeof pathsFrom> | undefined;
  return {
    of: (rig) => valueOf(weights, rig),
    mass: (rig) => valueOf(mass, rig),
    path: (rig) => (paths ??= pathsFrom(shape, roots))(graph.groupOf(rig)),
    *entries() {
      for (const [vertex, w] of weights.entries()) if (w > 0) yield [shape.ids[vertex] as string, w];
    },
  };
}

function* massOf(shape: Shape, roots: readonly number[], { damping, combine }: TrustPolicy): Steps<Float64Array> {
  if (roots.length === 0) return new Float64Array(shape.ids.length);
  if (combine !== 'minimum') return yield* pageRank(shape, roots, damping);
  let least: Float64Array | undefined;
  for (const root of roots) {
    const mass = yield* pageRank(shape, [root], damping);
    least = least?.map((other, vertex) => Math.min(other, mass[vertex] as number)) ?? mass;
  }
  return least as Float64Array;
}
