/** The arithmetic of FEDERATION.md, section 9.1, written from its text as plainly as can be, to hold the code against. */

export interface ModelRequest {
  roots: string[];
  damping: number;
  combine?: string;
  links: [string, string][];
  vouches: [string, string][];
  stamps: { id: string; author: string; subject: string; dimensions: Record<string, Mark> }[];
}

interface Mark {
  score: number;
  confidence: number;
}

type Group = (rig: string) => string;

/** Weights of every rig that is named. */
export function modelWeights(request: ModelRequest): Record<string, number> {
  const groupOf = modelGroups(request);
  const rigs = namedIn(request);
  const groups = sorted(rigs.map(groupOf));
  const targets = new Map(
    groups.map((group) => {
      const given = request.vouches
        .filter(([giver]) => groupOf(giver) === group)
        .map(([, subject]) => groupOf(subject));
      return [group, sorted(given).filter((target) => target !== group)];
    }),
  );
  const roots = sorted(request.roots.map(groupOf));
  const walks = request.combine === 'minimum' ? roots.map((root) => [root]) : [roots];
  const masses = walks.map((from) => walk(groups, targets, from, request.damping));
  const mass = (group: string): number => Math.min(...masses.map((each) => each.get(group) ?? 0));
  const above = (of: string[]): number[] =>
    sorted(of)
      .map(mass)
      .filter((p) => p > 0)
      .sort((a, b) => a - b);
  const trusted = above(roots.flatMap((root) => targets.get(root) ?? []));
  const unit = trusted.length > 0 ? trusted[Math.ceil(trusted.length / 2) - 1] : above(roots)[0];
  const weight = (rig: string): number => {
    const p = roots.length === 0 ? 0 : mass(groupOf(rig));
    return p === 0 ? 0 : Math.min(10, p / (unit as number));
  };
  return Object.fromEntries(rigs.map((rig) => [rig, weight(rig)]));
}

function walk(groups: string[], targets: Map<string, string[]>, roots: string[], d: number): Map<string, number> {
  const reset = 1 / roots.length;
  let p = new Map(groups.map((group) => [group, roots.includes(group) ? reset : 0]));
  for (let round = 0; round < 50; round++) {
    const into = new Map(groups.map((group) => [group, 0]));
    let dangling = 0;
    for (const u of groups) {
      const out = targets.get(u) as string[];
      if (out.length === 0) dangling += p.get(u) as number;
      for (const v of out) into.set(v, (into.get(v) as number) + (p.get(u) as number) / out.length);
    }
    p = new Map(
      groups.map((v) => {
        const passed = d * (into.get(v) as number);
        return [v, roots.includes(v) ? passed + (1 - d + d * dangling) * reset : passed];
      }),
    );
  }
  return p;
}

/** Mean and uncertainty of one dimension of one subject. */
export function modelScore(
  request: ModelRequest,
  subject: string,
  dimension: string,
): { mean: number; uncertainty: number } {
  const groupOf = modelGroups(request);
  const weights = modelWeights(request);
  const stamps = request.stamps
    .filter((stamp) => stamp.subject === subject && groupOf(stamp.author) !== groupOf(subject))
    .filter((stamp) => stamp.dimensions[dimension] !== undefined)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  let R = 0;
  let S = 0;
  stamps.forEach(({ author, dimensions }, place) => {
    const i = stamps.slice(0, place).filter((other) => groupOf(other.author) === groupOf(author)).length;
    const { score, confidence: c } = dimensions[dimension] as Mark;
    const x = (score - 1) / 4;
    const w = weights[author] as number;
    R += w * c * x * 0.5 ** i;
    S += w * c * (1 - x) * 0.5 ** i;
  });
  return { mean: (R + 1) / (R + 1 + (S + 1)), uncertainty: 2 / (R + S + 2) };
}

/** By asking again and again until no link makes a difference. */
function modelGroups({ links }: ModelRequest): Group {
  const group = new Map<string, string>();
  const of: Group = (rig) => group.get(rig) ?? rig;
  for (let changed = true; changed;) {
    changed = false;
    for (const [a, b] of links) {
      const least = of(a) < of(b) ? of(a) : of(b);
      changed ||= of(a) !== least || of(b) !== least;
      group.set(a, least).set(b, least);
    }
  }
  return of;
}

function namedIn({ roots, links, vouches, stamps }: ModelRequest): string[] {
  return sorted([
    ...roots,
    ...links.flat(),
    ...vouches.flat(),
    ...stamps.flatMap((each) => [each.author, each.subject]),
  ]);
}

function sorted(values: string[]): string[] {
  return [...new Set(values)].sort();
}
