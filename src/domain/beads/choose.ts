import type { Edges } from './edges.ts';
import type { Stage } from './stages.ts';

/** The beads to post: all work, and of what is put aside that which work waits for or belongs to. */
export function chosenBeads(
  stages: ReadonlyMap<string, Stage>,
  edges: ReadonlyMap<string, Edges>,
): ReadonlySet<string> {
  const chosen = new Set([...stages.keys()].filter((id) => stages.get(id) === 'work'));
  // Grows while it is walked.
  for (const id of chosen) {
    const { waitsFor = [], parent } = edges.get(id) ?? {};
    const needed = parent === undefined ? waitsFor : [...waitsFor, parent];
    for (const each of needed) if (stages.get(each) === 'frozen') chosen.add(each);
  }
  return chosen;
}
