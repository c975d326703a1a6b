import type { Bead } from '../../wire/bead.ts';
import type { Stage } from './stages.ts';

/** The beads that one bead waits for, and the one that it belongs to. */
export interface Edges {
  waitsFor: string[];
  parent?: string;
}

/** All in bd that keeps a bead from being ready, but the state of its parent. */
const waiting: ReadonlySet<string> = new Set(['blocks', 'conditional-blocks', 'waits-for']);

/** What a bead waits for and belongs to, each once. Nothing waits for what is done, or for what nobody can do; of beads in no
 * line of the file nobody knows that yet. */
export function edgesOf(bead: Bead, stages: ReadonlyMap<string, Stage>): Edges {
  const there = (bead.dependencies ?? []).filter(({ depends_on_id: id }) => {
    const stage = stages.get(id);
    return stage !== 'done' && stage !== 'none';
  });
  const waitsFor = new Set(there.filter(({ type }) => waiting.has(type)).map(({ depends_on_id: id }) => id));
  const parent = there.find(({ type }) => type === 'parent-child')?.depends_on_id;
  return { waitsFor: [...waitsFor], ...(parent === undefined ? {} : { parent }) };
}
