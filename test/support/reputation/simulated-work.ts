import { reputationOf } from '../../../src/domain/reputation/scores.ts';
import type { StampScores } from '../../../src/domain/reputation/scores.ts';
import { TrustGraph } from '../../../src/domain/reputation/trust-graph.ts';
import { defaultDamping, weigh } from '../../../src/domain/reputation/weights.ts';
import { Chance } from './chance.ts';

/** A stamp with the severity that the rule of counting goes by. */
interface SeverityStamp extends StampScores {
  severity: 'leaf' | 'branch' | 'root';
}

const points = { root: 5, branch: 3, leaf: 1 };

/** How well an order of workers agrees with the true quality of their work. */
export interface Agreement {
  /** Spearman's rank correlation of the lower bound with the truth. */
  weighted: number;
  /** Of the sum of points by severity. */
  counted: number;
}

export interface Simulation {
  honest: Agreement;
  /** The same work, with so many sybil stamps that they are 30 % of all; sybils whom no root reaches. */
  withSybils: Agreement;
  /** The same, when a tenth of the validators were talked into vouching for a sybil each. */
  withVouchedSybils: Agreement;
}

/**
 * Work of known quality, spread evenly from 1 to 5, judged by five validators each whom a root trusts. A judgement misses
 * the truth by about 0.6 of a point (standard deviation); the larger half of what makes a stamp's severity is quality, the
 * smaller chance. Sybils praise some workers, those that pay, and slander others.
 */
export function simulateWork(seed: number, workers: number): Simulation {
  const chance = new Chance(seed);
  const validators = Array.from({ length: 100 }, () => chance.name('v'));
  const sybils = Array.from({ length: 50 }, () => chance.name('v'));
  const truth = new Map(Array.from({ length: workers }, () => [chance.name('w'), 1 + 4 * chance.next()]));
  const honest = [...truth].flatMap(([worker, quality]) => {
    const judges = chance.shuffled(validators).slice(0, 5);
    return judges.map((judge) => judgement(chance, judge, worker, quality));
  });
  const paid = Array.from({ length: Math.round((honest.length * 3) / 7) }, (): SeverityStamp => {
    const worker = chance.from([...truth.keys()]);
    const praise = (truth.get(worker) as number) < 3;
    return stampOf(chance, chance.from(sybils), worker, praise ? 5 : 1, 1, praise ? 'root' : 'leaf');
  });
  const graph = community(chance, validators, sybils);
  const agreement = (stamps: SeverityStamp[]): Agreement => agreementOf(truth, stamps, graph);
  const alone = { honest: agreement(honest), withSybils: agreement([...honest, ...paid]) };
  for (const validator of validators.slice(0, 10)) graph.vouch(validator, chance.from(sybils));
  return { ...alone, withVouchedSybils: agreement([...honest, ...paid]) };
}

/** A root that trusts twenty validators, who vouch for others, and sybils who vouch for each other. */
function community(chance: Chance, validators: string[], sybils: string[]): TrustGraph {
  const graph = new TrustGraph();
  for (const validator of validators.slice(0, 20)) graph.vouch('root', validator);
  validators.forEach((validator, place) => {
    // Everyone is vouched for by one of the first twenty, so that the five of each worker are rooted.
    graph.vouch(validators[place % 20] as string, validator);
    for (let more = 0; more < 5; more++) graph.vouch(validator, chance.from(validators));
  });
  sybils.forEach((sybil, place) => graph.vouch(sybil, sybils[(place + 1) % sybils.length] as string));
  return graph;
}

function judgement(chance: Chance, judge: string, worker: string, quality: number): SeverityStamp {
  const seen = Math.min(5, Math.max(1, quality + chance.normal(0.6)));
  const impact = 0.6 * ((quality - 1) / 4) + 0.4 * chance.next();
  const severity = impact > 0.66 ? 'root' : impact > 0.33 ? 'branch' : 'leaf';
  return stampOf(chance, judge, worker, Math.round(2 * seen) / 2, chance.between(60, 100) / 100, severity);
}

function stampOf(
  chance: Chance,
  author: string,
  subject: string,
  score: number,
  confidence: number,
  severity: SeverityStamp['severity'],
): SeverityStamp {
  return { stamp: chance.name('s-'), author, subject, severity, dimensions: { quality: { score, confidence } } };
}

function agreementOf(truth: ReadonlyMap<string, number>, stamps: SeverityStamp[], graph: TrustGraph): Agreement {
  const weights = weigh(graph, { roots: ['root'], damping: defaultDamping });
  const about = Map.groupBy(stamps, ({ subject }) => subject);
  const workers = [...truth.keys()];
  const quality = workers.map((worker) => truth.get(worker) as number);
  const lower = workers.map((worker) => {
    return reputationOf(about.get(worker) ?? [], weights, (rig) => graph.groupOf(rig)).quality.lower;
  });
  const counts = workers.map((worker) =>
    (about.get(worker) ?? []).reduce((total, { severity }) => total + points[severity], 0),
  );
  return { weighted: spearman(lower, quality), counted: spearman(counts, quality) };
}

/** Rank correlation; what is equal shares its mean rank. */
export function spearman(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [ranks(one), ranks(other)];
  const mean = (one.length - 1) / 2;
  const product = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((total, value, place) => total + (value - mean) * ((y[place] as number) - mean), 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}

function ranks(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return values.map((value) => {
    const first = sorted.indexOf(value);
    const last = sorted.lastIndexOf(value);
    return (first + last) / 2;
  });
}
