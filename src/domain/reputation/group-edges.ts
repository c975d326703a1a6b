/** A graph of owner groups as flat arrays: vertices in id order, each with a run of `targets`. */
export interface Shape {
  readonly ids: readonly string[];
  /** Position of an id in `ids`. */
  readonly at: ReadonlyMap<string, number>;
  /** Vertex v vouches for `targets[start[v]]` … `targets[start[v + 1] - 1]`, in id order. */
  readonly start: Int32Array;
  readonly targets: Int32Array;
}

/** Edges between owner groups, each with the number of vouches between rigs that it stands for. */
export class GroupEdges {
  /** From → to → vouches. */
  readonly #edges = new Map<string, Map<string, number>>();

  /** Makes sure that a group is there. */
  vertex(id: string): Map<string, number> {
    let targets = this.#edges.get(id);
    if (targets === undefined) this.#edges.set(id, (targets = new Map<string, number>()));
    return targets;
  }

  add(from: string, to: string): void {
    const targets = this.vertex(from);
    this.vertex(to);
    if (from !== to) targets.set(to, (targets.get(to) ?? 0) + 1);
  }

  remove(from: string, to: string): void {
    const targets = this.vertex(from);
    const count = targets.get(to) ?? 0;
    if (count > 1) targets.set(to, count - 1);
    else targets.delete(to);
  }

  targetsOf(id: string): string[] {
    return [...(this.#edges.get(id)?.keys() ?? [])];
  }

  shape(): Shape {
    const ids = [...this.#edges.keys()].sort();
    const at = new Map(ids.map((id, index) => [id, index]));
    const start = new Int32Array(ids.length + 1);
    const targets: number[] = [];
    ids.forEach((id, index) => {
      const run = this.targetsOf(id).map((target) => at.get(target) as number);
      targets.push(...run.sort((a, b) => a - b));
      start[index + 1] = targets.length;
    });
    return { ids, at, start, targets: Int32Array.from(targets) };
  }
}
