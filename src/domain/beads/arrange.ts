import type { Edges } from './edges.ts';
import { circleIn, inOrder } from './order.ts';

/** Beads in the order in which they can be posted; or why they can't: these wait for each other, or belong to each other. */
export type Arranged = { order: string[] } | { circle: string[]; of: 'waitsFor' | 'parent' };

/** Puts each bead behind what it waits for and belongs to. An epic that waits for its own children is no circle: they come
 * first, without it. */
export function arrange(ids: readonly string[], edges: ReadonlyMap<string, Edges>): Arranged {
  const all = new Set(ids);
  const waitsFor = (id: string): string[] => (edges.get(id)?.waitsFor ?? []).filter((each) => all.has(each));
  const parent = (id: string): string[] => [edges.get(id)?.parent ?? ''].filter((each) => all.has(each));
  for (const [of, needs] of Object.entries({ waitsFor, parent })) {
    const { stuck } = inOrder(ids, needs);
    if (stuck.length > 0) return { circle: circleIn(stuck, needs), of: of as 'waitsFor' | 'parent' };
  }
  const { order, stuck } = inOrder(ids, (id) => [...waitsFor(id), ...parent(id)]);
  const left = new Set(stuck);
  const rest = inOrder(stuck, (id) => waitsFor(id).filter((each) => left.has(each)));
  return { order: [...order, ...rest.order] };
}
