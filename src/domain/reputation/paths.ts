import type { Shape } from './group-edges.ts';

const unseen = -2;
const isRoot = -1;

/** Finds for a group a shortest path of vouches from one of the roots, of several the first in id order, or undefined. */
export function pathsFrom(shape: Shape, roots: readonly number[]): (group: string) => string[] | undefined {
  const before = walk(shape, roots);
  return (group) => {
    const end = shape.vertexOf(group);
    if (end === undefined || before[end] === unseen) return undefined;
    const path: string[] = [];
    for (let v = end; v !== isRoot; v = before[v] as number) path.push(shape.ids[v] as string);
    return path.reverse();
  };
}

/** Breadth first in id order: whoever comes to a vertex first comes by its first shortest path. */
function walk({ ids, start, targets }: Shape, roots: readonly number[]): Int32Array {
  const before = new Int32Array(ids.length).fill(unseen);
  for (const root of roots) before[root] = isRoot;
  const queue = roots.toSorted((a, b) => a - b);
  for (const v of queue) {
    for (const to of targets.slice(start[v], start[v + 1]).sort()) {
      if (before[to] !== unseen) continue;
      before[to] = v;
      queue.push(to);
    }
  }
  return before;
}
