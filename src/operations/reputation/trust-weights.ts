import { runAll } from '../../domain/reputation/steps.ts';
import type { Steps } from '../../domain/reputation/steps.ts';
import { TrustGraph } from '../../domain/reputation/trust-graph.ts';
import { weighing } from '../../domain/reputation/weights.ts';
import type { TrustPolicy, Weights } from '../../domain/reputation/weights.ts';
import type { Touched } from '../../readmodel/touched.ts';
import type { TrustReader } from '../../readmodel/trust-reader.ts';

const pageRows = 250;
/** So often weighing is begun anew because the graph has changed meanwhile; then it is done in one step. */
const mostTries = 3;

/** Everybody's weight as of what is committed: the graph is read once and kept up, weights are made anew when asked. */
export class TrustWeights {
  readonly #reader: TrustReader;
  readonly #policy: () => TrustPolicy;
  #graph = new TrustGraph();
  /** Grows whenever the graph changes. */
  #changes = 0;
  /** What is left to be read. */
  #loading: Steps | undefined;
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

  /** The same object while nothing has changed that could change a weight. */
  weights(): Weights {
    return runAll(this.weighing());
  }

  /** The same in steps. */
  *weighing(): Steps<Weights> {
    for (let tries = 1; ; tries++) {
      if (this.#loading !== undefined) yield* this.#loading;
      this.#catchUp();
      const policy = this.#policy();
      if (this.#weights?.policy === policy) return this.#weights.weights;
      const changes = this.#changes;
      const made = weighing(this.#graph, policy);
      const weights = tries < mostTries ? yield* made : runAll(made);
      if (changes === this.#changes) this.#weights = { policy, weights };
    }
  }

  /** Whether asking for weights takes no work. */
  isCurrent(): boolean {
    if (this.#loading !== undefined || this.#groups.size > 0 || this.#vouches.size > 0) return false;
    return this.#weights?.policy === this.#policy();
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
    this.#changes += 1;
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
    if (this.#loading !== undefined) runAll(this.#loading);
    for (const rig of this.#groups) this.#renewGroup(rig);
    for (const [giver, subject] of this.#vouches.values()) this.#renewVouch(giver, subject);
    this.#groups.clear();
    this.#vouches.clear();
  }

  #renewGroup(rig: string): void {
    const group = this.#reader.groupOf(rig);
    if (group === this.#graph.groupOf(rig)) return;
    this.#graph.group(rig, group);
    this.#changes += 1;
    this.#weights = undefined;
  }

  #renewVouch(giver: string, subject: string): void {
    // What a giver without mass says moves nothing: strangers can't keep this node weighing.
    if (this.#isHeard(giver)) this.#weights = undefined;
    this.#changes += 1;
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
