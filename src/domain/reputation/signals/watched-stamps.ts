import type { StampRow } from '../../state.ts';
import { dimensions } from '../../../wire/words.ts';

export type WatchedStamp = Pick<StampRow, 'id' | 'author' | 'subject' | 'completion' | 'dimensions' | 'created_at'>;

/** Scores are half steps from 1 to 5, so 2 to 10, and 0 where a dimension has none. */
const codes = 11;
const idBytes = 20;

/**
 * Counting stamps in columns, in the order of their time: 49 bytes a stamp, so that a million fit beside a running node.
 * Vertices are owner groups, numbered as they come.
 */
export class WatchedStamps {
  readonly #groupOf: (rig: string) => string;
  readonly #rigs = new Map<string, number>();
  readonly #groups = new Map<string, number>();
  readonly groups: string[] = [];
  size = 0;
  authors = new Int32Array(1024);
  subjects = new Int32Array(1024);
  /** The first 52 bits of the completion's id. */
  completions = new Float64Array(1024);
  /** All scores of a stamp as one number. */
  scores = new Uint16Array(1024);
  /** 1 where every confidence is 1. */
  sure = new Uint8Array(1024);
  times = new Float64Array(1024);
  #ids = Buffer.alloc(1024 * idBytes);

  constructor(groupOf: (rig: string) => string) {
    this.#groupOf = groupOf;
  }

  /** Adds the next stamp by time. */
  add(stamp: WatchedStamp): void {
    if (this.size === this.authors.length) this.#grow();
    const at = this.size;
    this.authors[at] = this.#number(stamp.author);
    this.subjects[at] = this.#number(stamp.subject);
    this.completions[at] = Number.parseInt(stamp.completion.slice(2, 15), 16);
    this.scores[at] = scoresCode(stamp);
    this.sure[at] = Object.values(stamp.dimensions).every(({ confidence }) => confidence === 1) ? 1 : 0;
    this.times[at] = stamp.created_at;
    this.#ids.write(stamp.id.slice(2), at * idBytes, idBytes, 'hex');
    this.size += 1;
  }

  id(at: number): string {
    return `s-${this.#ids.toString('hex', at * idBytes, (at + 1) * idBytes)}`;
  }

  /** The vertex of a rig's owner group; undefined when no stamp names it. */
  vertex(rig: string): number | undefined {
    return this.#rigs.get(rig) ?? this.#groups.get(this.#groupOf(rig));
  }

  #number(rig: string): number {
    const known = this.#rigs.get(rig);
    if (known !== undefined) return known;
    const group = this.#groupOf(rig);
    const vertex = this.#groups.get(group) ?? this.groups.push(group) - 1;
    this.#groups.set(group, vertex);
    this.#rigs.set(rig, vertex);
    return vertex;
  }

  #grow(): void {
    const length = this.size * 2;
    this.authors = larger(this.authors, new Int32Array(length));
    this.subjects = larger(this.subjects, new Int32Array(length));
    this.completions = larger(this.completions, new Float64Array(length));
    this.scores = larger(this.scores, new Uint16Array(length));
    this.sure = larger(this.sure, new Uint8Array(length));
    this.times = larger(this.times, new Float64Array(length));
    this.#ids = larger(this.#ids, Buffer.alloc(length * idBytes));
  }
}

function larger<T extends { set(values: T): void }>(old: T, grown: T): T {
  grown.set(old);
  return grown;
}

function scoresCode({ dimensions: given }: WatchedStamp): number {
  return dimensions.reduce((code, dimension) => code * codes + 2 * (given[dimension]?.score ?? 0), 0);
}

/** The half steps of a code by dimension, in the order of `dimensions`; 0 where there is none. */
export function halfSteps(code: number): number[] {
  return dimensions.map((_, position) => Math.floor(code / codes ** (dimensions.length - 1 - position)) % codes);
}
