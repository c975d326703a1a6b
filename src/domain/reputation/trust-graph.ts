import { GroupEdges } from './group-edges.ts';
import type { Shape } from './group-edges.ts';
import type { Steps } from './steps.ts';

/**
 * Who vouches for whom, as owner groups see it. Statements come in between rigs and are kept as such, so that a rig whose
 * owner group changes takes its vouches along. Vouches within a group say nothing.
 */
export class TrustGraph {
  readonly #groups = new Map<string, string>();
  readonly #given = new Map<string, Set<string>>();
  readonly #received = new Map<string, Set<string>>();
  readonly #edges = new GroupEdges();

  /** A pair that is given twice counts once. */
  vouch(giver: string, subject: string): void {
    if (!addTo(this.#given, giver, subject)) return;
    addTo(this.#received, subject, giver);
    this.#edges.add(this.groupOf(giver), this.groupOf(subject));
  }

  /** Takes a pair back; one that wasn't given stays so. */
  unvouch(giver: string, subject: string): void {
    if (!removeFrom(this.#given, giver, subject)) return;
    removeFrom(this.#received, subject, giver);
    this.#edges.remove(this.groupOf(giver), this.groupOf(subject));
  }

  /** Says what a rig's owner group is now. */
  group(rig: string, groupId: string): void {
    const before = this.groupOf(rig);
    if (before === groupId) return;
    const subjects = [...(this.#given.get(rig) ?? [])];
    const givers = [...(this.#received.get(rig) ?? [])].filter((giver) => giver !== rig);
    for (const subject of subjects) this.#edges.remove(before, this.groupOf(subject));
    for (const giver of givers) this.#edges.remove(this.groupOf(giver), before);
    if (groupId === rig) this.#groups.delete(rig);
    else this.#groups.set(rig, groupId);
    for (const subject of subjects) this.#edges.add(groupId, this.groupOf(subject));
    for (const giver of givers) this.#edges.add(this.groupOf(giver), groupId);
  }

  /** A rig's owner group; one that was never named is its own. */
  groupOf(rig: string): string {
    return this.#groups.get(rig) ?? rig;
  }

  /** The groups that a group vouches for, in id order. */
  vouchesOf(group: string): string[] {
    return this.#edges.targetsOf(group);
  }

  /** All that a computation needs, as of now; these rigs' groups are in it even if nobody vouches for them. */
  *shape(rigs: Iterable<string>): Steps<Shape> {
    for (const rig of rigs) this.#edges.keep(this.groupOf(rig));
    return yield* this.#edges.shape();
  }
}

function addTo(sets: Map<string, Set<string>>, key: string, member: string): boolean {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([member]));
  else if (set.has(member)) return false;
  else set.add(member);
  return true;
}

function removeFrom(sets: Map<string, Set<string>>, key: string, member: string): boolean {
  const set = sets.get(key);
  if (set === undefined || !set.delete(member)) return false;
  if (set.size === 0) sets.delete(key);
  return true;
}
