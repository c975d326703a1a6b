import type { Bead } from '../../wire/bead.ts';
import { arrange } from './arrange.ts';
import type { Arranged } from './arrange.ts';
import { chosenBeads } from './choose.ts';
import { edgesOf } from './edges.ts';
import type { Edges } from './edges.ts';
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

/** What of a file is posted, or what is wrong with it. */
export function planBeads(
  read: readonly ReadBead[],
  project?: string,
): { ok: true; plan: BeadPlan } | { ok: false; problems: BeadProblem[] } {
  const byId = new Map(read.map((each) => [each.bead.id, each]));
  const stages = new Map(read.map(({ bead }) => [bead.id, stageOf(bead)]));
  const edges = new Map(read.map(({ bead }) => [bead.id, edgesOf(bead, stages)]));
  const chosen = chosenBeads(stages, edges);
  const arranged = arrange(
    [...byId.keys()].filter((id) => chosen.has(id)),
    edges,
  );
  if ('circle' in arranged) return { ok: false, problems: [circleProblem(arranged, byId)] };
  const problems: BeadProblem[] = [];
  const beads: PlannedBead[] = [];
  const placed = new Set<string>();
  for (const id of arranged.order) {
    const { bead, line } = byId.get(id) as ReadBead;
    const edge = edges.get(id) as Edges;
    const written = postingOf(bead, project);
    const why = 'why' in written ? written.why : tooMany(edge);
    placed.add(id);
    if (why !== undefined) {
      problems.push({ line, why });
    } else if ('posting' in written) {
      beads.push({ id, ...written, ...edge, parentLater: comesLater(edge, chosen, placed) });
    }
  }
  if (problems.length > 0) return { ok: false, problems: problems.sort((a, b) => a.line - b.line) };
  const left = (stage: Stage): string[] => [...byId.keys()].filter((id) => stages.get(id) === stage && !chosen.has(id));
  return { ok: true, plan: { beads, leftOut: { frozen: left('frozen'), done: left('done'), none: left('none') } } };
}

function comesLater({ parent }: Edges, chosen: ReadonlySet<string>, placed: ReadonlySet<string>): boolean {
  return parent !== undefined && chosen.has(parent) && !placed.has(parent);
}

function tooMany({ waitsFor: { length } }: Edges): string | undefined {
  return length > mostDependencies ? `waits for ${length} beads; an item takes ${mostDependencies}` : undefined;
}

function circleProblem(
  { circle, of }: Extract<Arranged, { circle: string[] }>,
  byId: ReadonlyMap<string, ReadBead>,
): BeadProblem {
  const [first = ''] = circle;
  const path = [...circle, first].join(' → ');
  return {
    line: byId.get(first)?.line ?? 0,
    why: `${of === 'parent' ? 'is a child of' : 'waits for'} itself: ${path}`,
  };
}
