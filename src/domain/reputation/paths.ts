import type { Shape } from './group-edges.ts';

const unseen = -2;
const isRoot = -1;

/** Finds for a group a shortest path of vouches from one of the roots, of several the first in id order, or undefined. */
export function pathsFrom(shape: Shape, roots: readonly number[]): (group: string) => string[] | undefined {
  const before = walk(shape, roots);
  return (group) => {
    const end = shape.at.get(group);
    if (end === undefined || (before[end] ?? unseen) === unseen) return undefined;
    const path: string[] = [];
    for (let v = end; v !== isRoot; v = before[v] as number) path.push(shape.ids[v] as string);
    return path.reverse();
  };
}

/** Breadth first in id order: whoever comes to a vertex first comes by its first shortest path. */
function walk({ order, start, targets }: Shape, roots: readonly number[]): Int32Array {
  const place = new Int32Array(order.length);
  order.forEach((v, index) => (place[v] = index));
  const inOrder = (a: number, b: number): number => (place[a] as number) - (place[b] as number);
  const before = new Int32Array(order.length).fill(unseen);
  for (const root of roots) before[root] = isRoot;
  const queue = roots.toSorted(inOrder);
  for (const v of queue) {
    for (const to of targets.slice(start[v], start[v + 1]).sort(inOrder)) {
      if (before[to] !== unseen) continue;
      before[to] = v;
      queue.push(to);
    }
  }
  return before;
}
