import { sortedIn } from './sorting.ts';
import { Pace } from './steps.ts';
import type { Steps } from './steps.ts';

/** A graph of owner groups as flat arrays: vertices are numbers, in the order of the groups' ids. */
export interface Shape {
  readonly ids: readonly string[];
  /** The vertex of a group, if it is in the graph. */
  vertexOf(id: string): number | undefined;
  /** Vertex v vouches for `targets[start[v]]` … `targets[start[v + 1] - 1]`, in no order. */
  readonly start: Int32Array;
  readonly targets: Int32Array;
}

/** Edges between owner groups, each with the number of vouches between rigs that it stands for. */
export class GroupEdges {
  /** Groups by a number that they keep for good. */
  readonly #ids: string[] = [];
  readonly #numbers = new Map<string, number>();
  /** For each of them: to which others, and by how many vouches. */
  readonly #targets: Map<number, number>[] = [];
  /** All numbers, in the order of the ids. */
  #order: readonly number[] = [];
  #edges = 0;

  /** Makes sure that a group is there; returns its number. */
  keep(id: string): number {
    let number = this.#numbers.get(id);
    if (number === undefined) {
      number = this.#ids.push(id) - 1;
      this.#numbers.set(id, number);
      this.#targets.push(new Map());
    }
    return number;
  }

  add(from: string, to: string): void {
    const targets = this.#targetsOf(from);
    const target = this.keep(to);
    if (from === to) return;
    const count = targets.get(target) ?? 0;
    targets.set(target, count + 1);
    if (count === 0) this.#edges++;
  }

  remove(from: string, to: string): void {
    const targets = this.#targetsOf(from);
    const target = this.keep(to);
    const count = targets.get(target);
    if (count === undefined) return;
    if (count > 1) targets.set(target, count - 1);
    else if (targets.delete(target)) this.#edges--;
  }

  /** Whom a group vouches for, in id order. */
  targetsOf(id: string): string[] {
    const number = this.#numbers.get(id);
    if (number === undefined) return [];
    return [...(this.#targets[number] as Map<number, number>).keys()].map((target) => this.#id(target)).sort();
  }

  /** The graph as of now, if it stays so until the last step. */
  *shape(): Steps<Shape> {
    yield* this.#sort();
    const pace = new Pace();
    const order = this.#order;
    const vertices = new Int32Array(order.length);
    for (let vertex = 0; vertex < order.length; vertex++) vertices[order[vertex] as number] = vertex;
    const start = new Int32Array(order.length + 1);
    const targets = new Int32Array(this.#edges);
    let edge = 0;
    for (let vertex = 0; vertex < order.length; vertex++) {
      const reached = this.#targets[order[vertex] as number] as Map<number, number>;
      for (const target of reached.keys()) targets[edge++] = vertices[target] as number;
      start[vertex + 1] = edge;
      if (pace.did(10 + 5 * reached.size)) yield;
    }
    return {
      ids: order.map((number) => this.#id(number)),
      vertexOf: (id) => vertices[this.#numbers.get(id) ?? -1],
      start,
      targets,
    };
  }

  /** Brings the new ones in. */
  *#sort(): Steps<void> {
    const known = this.#order.length;
    if (known === this.#ids.length) return;
    const others = Array.from({ length: this.#ids.length - known }, (_, index) => known + index);
    this.#order = yield* sortedIn(this.#order, others, (a, b) => this.#id(a) < this.#id(b));
  }

  #id(number: number): string {
    return this.#ids[number] as string;
  }

  #targetsOf(id: string): Map<number, number> {
    return this.#targets[this.keep(id)] as Map<number, number>;
  }
}
