import type { Bead } from '../../wire/bead.ts';
import { chosenBeads } from './choose.ts';
import { edgesOf } from './edges.ts';
import type { Edges } from './edges.ts';
import { circleIn, inOrder } from './order.ts';
import { postingOf } from './posting.ts';
import type { Written } from './posting.ts';
import { stageOf } from './stages.ts';
import type { Stage } from './stages.ts';

/** A bead, and the line of the file where it stands. */
export interface ReadBead {
  bead: Bead;
  line: number;
}

/** What is wrong with a line of the file. */
export interface BeadProblem {
  line: number;
  why: string;
}

/** A bead to post, behind all that it waits for; beads that it names may be in no line of the file. */
export interface PlannedBead extends Written, Edges {
  id: string;
  /** Its parent waits for it, and so comes behind it: the parent is named once that is posted. */
  parentLater: boolean;
}

/** What of a file is posted, in which order, and the ids of what isn't. */
export interface BeadPlan {
  beads: PlannedBead[];
  leftOut: Record<Exclude<Stage, 'work'>, string[]>;
}

const mostDependencies = 32;

/** What of a file is posted, or all that is wrong with it. */
export function planBeads(
  read: readonly ReadBead[],
  project?: string,
): { ok: true; plan: BeadPlan } | { ok: false; problems: BeadProblem[] } {
  const lines = new Map(read.map((each) => [each.bead.id, each]));
  const stages = new Map(read.map(({ bead }) => [bead.id, stageOf(bead)]));
  const edges = new Map(read.map(({ bead }) => [bead.id, edgesOf(bead, stages)]));
  const chosen = chosenBeads(stages, edges);
  const problems: BeadProblem[] = [];
  const beads: PlannedBead[] = [];
  const placed = new Set<string>();
  const ordered = orderOf(
    [...lines.keys()].filter((id) => chosen.has(id)),
    edges,
  );
  if ('circle' in ordered) {
    const { circle } = ordered;
    const line = lines.get(circle[0] ?? '')?.line ?? 0;
    return { ok: false, problems: [{ line, why: `waits for itself: ${[...circle, circle[0]].join(' → ')}` }] };
  }
  for (const id of ordered.order) {
    const { bead, line } = lines.get(id) as ReadBead;
    const { waitsFor, parent } = edges.get(id) as Edges;
    const written = postingOf(bead, project);
    if (written === undefined) problems.push({ line, why: 'id and external_ref have more than 248 bytes together' });
    if (waitsFor.length > mostDependencies) {
      problems.push({ line, why: `waits for ${waitsFor.length} beads; an item takes ${mostDependencies}` });
    }
    placed.add(id);
    if (written === undefined) continue;
    const parentLater = parent !== undefined && chosen.has(parent) && !placed.has(parent);
    beads.push({ id, ...written, waitsFor, ...(parent === undefined ? {} : { parent }), parentLater });
  }
  if (problems.length > 0) return { ok: false, problems };
  const others = (stage: Stage): string[] =>
    [...lines.keys()].filter((id) => stages.get(id) === stage && !chosen.has(id));
  return {
    ok: true,
    plan: { beads, leftOut: { frozen: others('frozen'), done: others('done'), none: others('none') } },
  };
}

/** Everything behind what it needs. An epic that waits for its own children is no circle: they come first, without it. */
function orderOf(
  ids: readonly string[],
  edges: ReadonlyMap<string, Edges>,
): { order: string[] } | { circle: string[] } {
  const all = new Set(ids);
  const waitsFor = (id: string): string[] => (edges.get(id)?.waitsFor ?? []).filter((each) => all.has(each));
  const parents = (id: string): string[] => [edges.get(id)?.parent ?? ''].filter((each) => all.has(each));
  for (const needs of [waitsFor, parents]) {
    const { stuck } = inOrder(ids, needs);
    if (stuck.length > 0) return { circle: circleIn(stuck, needs) };
  }
  const { order, stuck } = inOrder(ids, (id) => [...waitsFor(id), ...parents(id)]);
  const left = new Set(stuck);
  const rest = inOrder(stuck, (id) => waitsFor(id).filter((each) => left.has(each)));
  return { order: [...order, ...rest.order] };
}
