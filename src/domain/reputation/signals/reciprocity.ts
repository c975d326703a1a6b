import { evidenceOf, joined } from './evidence.ts';
import type { Found } from './show.ts';
import type { WatchedStamps } from './watched-stamps.ts';

/** Mutual stamps show when they are much of what one of the two received, or many. */
const share = 0.2;
const many = 5;

/** Those with whom a rig exchanged stamps, so that it matters to this rig's record. Linear in the stamps of the two lists. */
export function reciprocityOf(stamps: WatchedStamps, given: Int32Array, received: Int32Array, vertex: number): Found[] {
  const givenFew = given.length < received.length;
  const few = byOther(givenFew ? given : received, givenFew ? stamps.subjects : stamps.authors);
  const rest = byOther(givenFew ? received : given, givenFew ? stamps.authors : stamps.subjects, few);
  const [out, back] = givenFew ? [few, rest] : [rest, few];
  const found: Found[] = [];
  for (const [other, theirs] of back) {
    const ours = out.get(other) ?? [];
    if (!matters(ours.length, theirs.length, received.length)) continue;
    const seen = `they stamped each other: ${ours.length} one way, ${theirs.length} the other, of ${received.length} received`;
    const evidence = joined(evidenceOf(ours), evidenceOf(theirs));
    found.push({ kind: 'reciprocity', vertices: [vertex, other], evidence, of: given.length + received.length, seen });
  }
  return found;
}

function matters(ours: number, theirs: number, received: number): boolean {
  return ours > 0 && (theirs >= share * received || Math.min(ours, theirs) >= many);
}

/** The stamps of a list by who is at their other end; only of those in `wanted` when it is there. */
function byOther(list: Int32Array, column: Int32Array, wanted?: ReadonlyMap<number, unknown>): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const at of list) {
    const other = column[at] as number;
    if (wanted?.has(other) === false) continue;
    const known = found.get(other);
    if (known === undefined) found.set(other, [at]);
    else known.push(at);
  }
  return found;
}
