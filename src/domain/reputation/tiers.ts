import { tierNames } from '../../wire/gate.ts';
import type { TierName } from '../../wire/gate.ts';

/** Tiers: what a node's policy makes of a rig's record. They are this node's own word and never travel. */

/** The numbers of an item's `min_tier`; 0 is whoever has no identity that counts here. */
export type TierLevel = 0 | 1 | 2 | 3;

/** What a tier asks for; each is a smallest value. */
export interface Thresholds {
  completions: number;
  stamps: number;
  validators: number;
  days: number;
  /** Of scores from 1 to 5; 0 asks for none. */
  mean: number;
}

export interface TierPolicy {
  contributor: Thresholds;
  maintainer: Thresholds;
}

/** What the field uses. */
export const defaultTiers: TierPolicy = {
  contributor: { completions: 3, stamps: 3, validators: 2, days: 7, mean: 0 },
  maintainer: { completions: 10, stamps: 15, validators: 5, days: 30, mean: 3.5 },
};

/** What of a rig's record counts, as `countRecord` counts it. */
export interface Standing {
  /** Whether this node knows who speaks for it: an active identity. */
  known: boolean;
  completions: number;
  stamps: number;
  validators: number;
  days: number;
  /** Undefined without stamps. */
  mean: number | undefined;
}

export interface Tier {
  level: TierLevel;
  name: TierName;
  /** Why it is this tier, in plain words. */
  reasons: string[];
  /** What the next tier asks for and isn't there, in plain words; empty at the highest. */
  missing: string[];
}

/** The tier that a record earns. Every threshold of a tier must be met, and those of the tiers below it too. */
export function tierOf(standing: Standing, policy: TierPolicy): Tier {
  if (!standing.known) {
    return tier(0, ['no identity of it is known here, or nobody can say which key speaks for it'], [registerFirst]);
  }
  const toContributor = shortfalls(standing, policy.contributor);
  if (toContributor.length > 0) return tier(1, ['its identity is known here'], toContributor);
  const toMaintainer = shortfalls(standing, policy.maintainer);
  if (toMaintainer.length > 0) return tier(2, [recordWords(standing)], toMaintainer);
  return tier(3, [recordWords(standing)], []);
}

function tier(level: TierLevel, reasons: string[], missing: string[]): Tier {
  return { level, name: tierNames[level], reasons, missing };
}

const registerFirst = 'an identity that this node knows: register a rig here, or act here with one of another node';

function shortfalls(standing: Standing, asked: Thresholds): string[] {
  const days = Math.ceil(asked.days - standing.days);
  const missing = [
    lacking(asked.completions - standing.completions, 'accepted completion'),
    lacking(asked.stamps - standing.stamps, 'stamp'),
    lacking(asked.validators - standing.validators, 'validator', 'of another owner, whose judgement counts here'),
    days > 0 ? `${count(days, 'day')} since its first document` : undefined,
    meanLacking(standing.mean, asked.mean),
  ];
  return missing.filter((words) => words !== undefined);
}

function lacking(number: number, noun: string, rest = ''): string | undefined {
  if (number <= 0) return undefined;
  return `${number} more ${noun}${number === 1 ? '' : 's'}${rest === '' ? '' : ` ${rest}`}`;
}

function meanLacking(mean: number | undefined, asked: number): string | undefined {
  if (asked === 0 || (mean !== undefined && mean >= asked)) return undefined;
  return `a mean score of ${asked}${mean === undefined ? '' : `; it is ${hundredths(mean)}`}`;
}

function recordWords({ completions, stamps, validators, mean, days }: Standing): string {
  const score = mean === undefined ? '' : `, mean score ${hundredths(mean)}`;
  const work = `${count(completions, 'accepted completion')}, ${count(stamps, 'stamp')}`;
  return `${work} by ${count(validators, 'validator')} who count here${score}, known for ${count(Math.floor(days), 'day')}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Rounded down: 3.499 isn't the 3.5 that is asked for. */
function hundredths(mean: number): string {
  return (Math.floor(mean * 100) / 100).toFixed(2);
}
