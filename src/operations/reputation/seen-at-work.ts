import type { Services } from '../ports.ts';
import { inSlices } from './in-slices.ts';
import type { Steps } from '../../domain/reputation/steps.ts';

/** Validators whose stamps are looked through, the weightiest first, and how many stamps of each, the newest first. */
const mostValidators = 200;
const mostStamps = 500;

/** What validators who count here have stamped a rig for. */
export interface SeenAtWork {
  /** Counting stamps of theirs. */
  stamps: number;
  /** Which of the skills that were asked for they named. */
  skills: Set<string>;
}

/**
 * Rigs whose work those have seen whose judgement counts, with the skills that they named. It begins at the validators:
 * whatever strangers write about each other, there is no more of it to look through.
 */
export async function seenAtWork(services: Services, skills: readonly string[]): Promise<Map<string, SeenAtWork>> {
  await services.trust.ready();
  return await inSlices(lookThrough(services, new Set(skills)));
}

function* lookThrough(services: Services, skills: ReadonlySet<string>): Steps<Map<string, SeenAtWork>> {
  const found = new Map<string, SeenAtWork>();
  for (const rig of weightiest(services)) {
    for (const { subject, skills: named } of services.reader.standing.stampedBy(rig, mostStamps)) {
      const seen = found.get(subject) ?? { stamps: 0, skills: new Set() };
      found.set(subject, seen);
      seen.stamps += 1;
      for (const skill of named) if (skills.has(skill)) seen.skills.add(skill);
    }
    yield;
  }
  return found;
}

/** Rigs whose judgement counts, the weightiest owner groups first. */
export function weightiest(services: Services): string[] {
  const entries = [...services.trust.weights().entries()].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return entries.slice(0, mostValidators).flatMap(([group]) => membersOf(services, group));
}

function membersOf({ reader }: Services, group: string): string[] {
  const members = reader.rigs.group(group).members;
  return members.slice(0, mostMembers);
}

/** Rigs of one owner. */
const mostMembers = 20;
