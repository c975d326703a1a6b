import type { Lists } from './lists.ts';
import { Pace } from '../steps.ts';
import type { Steps } from '../steps.ts';

/**
 * The strongly connected components of three vertices or more, each in the order of its vertices: from every one a path
 * leads to every other. Tarjan's algorithm without recursion, linear in vertices and edges.
 */
export function* circlesOf(edges: Lists): Steps<number[][]> {
  const pace = new Pace();
  const search = new Search(edges);
  for (let vertex = 0; vertex < edges.size; vertex += 1) {
    if (!search.begin(vertex)) continue;
    while (search.advance()) if (pace.did(2)) yield;
  }
  return search.found;
}

const smallest = 3;

class Search {
  readonly found: number[][] = [];
  readonly #edges: Lists;
  /** When a vertex was first met, from 1; 0 while it wasn't. */
  readonly #met: Int32Array;
  /** The earliest vertex still on the stack that is known to be reachable. */
  readonly #low: Int32Array;
  readonly #open: Uint8Array;
  readonly #stack: number[] = [];
  readonly #path: number[] = [];
  /** How many edges of each vertex have been looked at. */
  readonly #seen: Int32Array;
  #clock = 0;

  constructor(edges: Lists) {
    this.#edges = edges;
    this.#met = new Int32Array(edges.size);
    this.#low = new Int32Array(edges.size);
    this.#open = new Uint8Array(edges.size);
    this.#seen = new Int32Array(edges.size);
  }

  /** Whether there is anything to search from here. */
  begin(vertex: number): boolean {
    if (this.#met[vertex] !== 0) return false;
    this.#enter(vertex);
    return true;
  }

  /** Looks at one edge; false when everything reachable has been seen. */
  advance(): boolean {
    const vertex = this.#path.at(-1);
    if (vertex === undefined) return false;
    const at = this.#seen[vertex] as number;
    if (at === this.#edges.length(vertex)) {
      this.#leave(vertex);
      return true;
    }
    this.#seen[vertex] = at + 1;
    const next = this.#edges.of(vertex)[at] as number;
    if (this.#met[next] === 0) this.#enter(next);
    else if (this.#open[next] === 1) this.#lower(vertex, this.#met[next] as number);
    return true;
  }

  #enter(vertex: number): void {
    this.#clock += 1;
    this.#met[vertex] = this.#clock;
    this.#low[vertex] = this.#clock;
    this.#open[vertex] = 1;
    this.#stack.push(vertex);
    this.#path.push(vertex);
  }

  #leave(vertex: number): void {
    this.#path.pop();
    const before = this.#path.at(-1);
    if (before !== undefined) this.#lower(before, this.#low[vertex] as number);
    if (this.#low[vertex] !== this.#met[vertex]) return;
    const members = this.#stack.splice(this.#stack.lastIndexOf(vertex));
    for (const member of members) this.#open[member] = 0;
    if (members.length >= smallest) this.found.push(members.sort((a, b) => a - b));
  }

  #lower(vertex: number, to: number): void {
    if (to < (this.#low[vertex] as number)) this.#low[vertex] = to;
  }
}
