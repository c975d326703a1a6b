import type { Shape } from './group-edges.ts';

/**
 * The mass of one typical validator that a root trusts: the median over the groups that a root vouched for (of an even
 * count the lower one), else the smallest root's. Those without mass, as may be where the least over several roots counts,
 * measure nothing. NaN when nobody has mass.
 */
export function unitOf({ start, targets }: Shape, roots: readonly number[], mass: Float64Array): number {
  const trusted = new Set(roots.flatMap((root) => [...targets.subarray(start[root], start[root + 1])]));
  const masses = massesOf(trusted, mass);
  return masses[(masses.length - 1) >> 1] ?? massesOf(roots, mass)[0] ?? Number.NaN;
}

function massesOf(vertices: Iterable<number>, mass: Float64Array): Float64Array {
  const masses = Float64Array.from(vertices, (vertex) => mass[vertex] as number);
  return masses.filter((each) => each > 0).sort();
}
