import { TrustGraph } from '../../domain/reputation/trust-graph.ts';
import { weigh } from '../../domain/reputation/weights.ts';
import type { TrustPolicy, Weights } from '../../domain/reputation/weights.ts';
import type { Touched } from '../../readmodel/touched.ts';
import type { TrustReader } from '../../readmodel/trust-reader.ts';
import { atOnce, inSlices } from './in-slices.ts';
import type { Steps } from './in-slices.ts';

const pageRows = 1_000;

/** Everybody's weight as of what is committed: the graph is read once and kept up, weights are made anew when asked. */
export class TrustWeights {
  readonly #reader: TrustReader;
  readonly #policy: () => TrustPolicy;
  #graph = new TrustGraph();
  /** What is left to be read. */
  #loading: Steps | undefined;
  #loaded: Promise<void> | undefined;
  /** Changed since the reading began. */
  #vouches = new Map<string, [giver: string, subject: string]>();
  #groups = new Set<string>();
  #weights: { policy: TrustPolicy; weights: Weights } | undefined;
  /** Grows whenever owner groups may have changed. */
  groupChanges = 0;

  constructor(reader: TrustReader, policy: () => TrustPolicy) {
    this.#reader = reader;
    this.#policy = policy;
    this.#begin();
  }

  /** Resolves once the graph is read: before that, asking reads what is left at once. */
  async ready(): Promise<void> {
    while (this.#loading !== undefined) {
      this.#loaded ??= inSlices(this.#loading).finally(() => (this.#loaded = undefined));
      await this.#loaded;
    }
  }

  /** The same object while nothing has changed that could change a weight. */
  weights(): Weights {
    this.#catchUp();
    const policy = this.#policy();
    if (this.#weights?.policy === policy) return this.#weights.weights;
    const weights = weigh(this.#graph, policy);
    this.#weights = { policy, weights };
    return weights;
  }

  groupOf(rig: string): string {
    this.#catchUp();
    return this.#graph.groupOf(rig);
  }

  /** Takes note of what a commit may have changed. */
  touch({ all, vouches, groups }: Touched): void {
    if (all) this.#begin();
    for (const [id, pair] of vouches) this.#vouches.set(id, pair);
    for (const rig of groups) this.#groups.add(rig);
    if (all || groups.size > 0) this.groupChanges += 1;
  }

  #begin(): void {
    this.#graph = new TrustGraph();
    this.#weights = undefined;
    this.#vouches.clear();
    this.#groups.clear();
    this.#loading = this.#load(this.#graph);
  }

  /** Reads everything; a reading that was begun anew meanwhile fills a graph that nobody asks. */
  *#load(graph: TrustGraph): Steps {
    for (let after = ''; ;) {
      const page = this.#reader.groups(after, pageRows);
      for (const [rig, group] of page) graph.group(rig, group);
      if (page.length < pageRows) break;
      after = page.at(-1)?.[0] ?? '';
      yield;
    }
    for (let after = ''; ;) {
      const page = this.#reader.vouches(after, pageRows);
      for (const { giver, subject } of page) graph.vouch(giver, subject);
      if (page.length < pageRows) break;
      after = page.at(-1)?.id ?? '';
      yield;
    }
    if (graph === this.#graph) this.#loading = undefined;
  }

  #catchUp(): void {
    if (this.#loading !== undefined) atOnce(this.#loading);
    for (const rig of this.#groups) this.#renewGroup(rig);
    for (const [giver, subject] of this.#vouches.values()) this.#renewVouch(giver, subject);
    this.#groups.clear();
    this.#vouches.clear();
  }

  #renewGroup(rig: string): void {
    const group = this.#reader.groupOf(rig);
    if (group === this.#graph.groupOf(rig)) return;
    this.#graph.group(rig, group);
    this.#weights = undefined;
  }

  #renewVouch(giver: string, subject: string): void {
    // What a giver without mass says moves nothing: strangers can't keep this node weighing.
    if (this.#isHeard(giver)) this.#weights = undefined;
    if (this.#reader.isVouched(giver, subject)) this.#graph.vouch(giver, subject);
    else this.#graph.unvouch(giver, subject);
  }

  #isHeard(giver: string): boolean {
    if (this.#weights === undefined) return true;
    const { policy, weights } = this.#weights;
    // The least over several walks is 0 for whoever only one of them reaches.
    return policy.combine === 'minimum' || weights.mass(giver) > 0;
  }
}
