/**
 * A graph of owner groups as flat arrays. A vertex is a number that its group keeps for good; `order` lists all of them by
 * their groups' ids, and what depends on order goes by it.
 */
export interface Shape {
  readonly ids: readonly string[];
  readonly at: ReadonlyMap<string, number>;
  readonly order: Int32Array;
  /** Vertex v vouches for `targets[start[v]]` … `targets[start[v + 1] - 1]`, in no order. */
  readonly start: Int32Array;
  readonly targets: Int32Array;
}

/** Edges between owner groups, each with the number of vouches between rigs that it stands for. */
export class GroupEdges {
  readonly #ids: string[] = [];
  readonly #at = new Map<string, number>();
  readonly #order: number[] = [];
  /** For each vertex: to which others, and by how many vouches. */
  readonly #targets: Map<number, number>[] = [];
  #edges = 0;

  /** The vertex of a group, from now on if there was none. */
  vertex(id: string): number {
    let vertex = this.#at.get(id);
    if (vertex === undefined) {
      vertex = this.#ids.push(id) - 1;
      this.#at.set(id, vertex);
      this.#targets.push(new Map());
    }
    return vertex;
  }

  add(from: string, to: string): void {
    const targets = this.#targetsOf(from);
    const target = this.vertex(to);
    if (from === to) return;
    const count = targets.get(target) ?? 0;
    targets.set(target, count + 1);
    if (count === 0) this.#edges++;
  }

  remove(from: string, to: string): void {
    const targets = this.#targetsOf(from);
    const target = this.vertex(to);
    const count = targets.get(target);
    if (count === undefined) return;
    if (count > 1) targets.set(target, count - 1);
    else if (targets.delete(target)) this.#edges--;
  }

  /** Whom a group vouches for, in id order. */
  targetsOf(id: string): string[] {
    const vertex = this.#at.get(id);
    if (vertex === undefined) return [];
    return [...(this.#targets[vertex] as Map<number, number>).keys()].map((target) => this.#id(target)).sort();
  }

  /** The graph as of now. What comes later is not in it, though `ids` and `at` grow on. */
  shape(): Shape {
    this.#sort();
    const start = new Int32Array(this.#ids.length + 1);
    const targets = new Int32Array(this.#edges);
    let edge = 0;
    this.#targets.forEach((each, vertex) => {
      for (const target of each.keys()) targets[edge++] = target;
      start[vertex + 1] = edge;
    });
    return { ids: this.#ids, at: this.#at, order: Int32Array.from(this.#order), start, targets };
  }

  /** What is sorted already costs little to sort with a few more behind it. */
  #sort(): void {
    const { length } = this.#order;
    if (length === this.#ids.length) return;
    for (let vertex = length; vertex < this.#ids.length; vertex++) this.#order.push(vertex);
    this.#order.sort((a, b) => (this.#id(a) < this.#id(b) ? -1 : 1));
  }

  #id(vertex: number): string {
    return this.#ids[vertex] as string;
  }

  #targetsOf(id: string): Map<number, number> {
    return this.#targets[this.vertex(id)] as Map<number, number>;
  }
}
