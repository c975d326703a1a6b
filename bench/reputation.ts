import { invasion, ringChanges, slander } from '../test/support/reputation/attacks.ts';
import { afterArrival } from '../test/support/reputation/arrivals.ts';
import { Chance } from '../test/support/reputation/chance.ts';
import { explanationGaps } from '../test/support/reputation/explanations.ts';
import { simulateWork } from '../test/support/reputation/simulated-work.ts';
import type { Simulation } from '../test/support/reputation/simulated-work.ts';
import { honestWorld } from '../test/support/reputation/trust-world.ts';
import type { HeldUp } from './held-up.ts';
import { measureRecords } from './reputation-records.ts';
import { measureSpeed } from './reputation-speed.ts';

/**
 * `npm run bench:reputation [-- seed]`: what reputation promises, at full size, as a table. Exits 1 when a promise is
 * broken. Times are milliseconds on this machine; the plain loop beside them says what the machine gives.
 */
const seed = Number(process.argv[2] ?? 1);
let broken = 0;

function promise(what: string, value: number, most: number, from = ''): void {
  line(what, value, `<= ${most}`, value <= most, from);
}

function line(what: string, value: number, limit: string, holds: boolean, from: string): void {
  if (!holds) broken += 1;
  const figure = Number.isInteger(value) ? `${value}` : value.toPrecision(4);
  console.log(`${holds ? 'ok  ' : 'MISS'} ${what.padEnd(66)} ${figure.padStart(10)} ${limit.padEnd(9)} ${from}`);
}

function shown(what: string, value: number, from = ''): void {
  console.log(`     ${what.padEnd(66)} ${value.toPrecision(4).padStart(10)} ${''.padEnd(9)} ${from}`);
}

function seeds(count: number): number[] {
  return Array.from({ length: count }, (_, place) => seed * 100_000 + place);
}

console.log(`seed ${seed}`);
console.log('\nRings that no honest rig vouches for');
for (const size of [1, 2, 3, 10, 100, 1000, 5000]) {
  promise(`numbers changed to the bit by a ring of ${size}`, ringChanges(seed + size, size), 0);
}

console.log('\nRings that honest rigs vouch for, 1,000 random graphs');
const small = seeds(1000).map((each) => invasion(each, 10));
const large = seeds(1000).map((each) => invasion(each, 5000));
const beyond = [...small, ...large].filter(({ mass, bound }) => mass > bound * (1 + 1e-9));
promise('rings of 10 and of 5,000 with more mass than d/(1-d) of the inflow', beyond.length, 0);
const reached = large.filter(({ mass }) => mass > 0).length;
const apart = small.map(({ mass }, place) => {
  const other = large[place]?.mass ?? Number.NaN;
  return mass === other ? 0 : Math.abs(mass - other) / other;
});
promise(
  'the mass of 10 against that of 5,000, apart at most',
  Math.max(...apart),
  0.01,
  `${reached} rings were reached`,
);

console.log('\nSlander by rings that honest rigs vouch for, 1,000 random graphs');
const slandered = seeds(1000).map(slander);
promise('subjects moved by more than M/(E+2+M)', slandered.filter(({ shift, bound }) => shift > bound).length, 0);
shown(
  'the farthest that a mean was moved',
  Math.max(...slandered.map(({ shift }) => shift)),
  'by a ring with much mass',
);

console.log('\nThe same whatever comes first, and explained');
const orders = seeds(20).map((each) => {
  const world = honestWorld(new Chance(each));
  return new Set(Array.from({ length: 50 }, (_, order) => afterArrival(world, new Chance(order)))).size;
});
promise(
  'different results of 20 worlds in 50 orders of arrival each, beyond 20',
  orders.reduce((a, b) => a + b) - 20,
  0,
);
const gaps = seeds(800).flatMap(explanationGaps).slice(0, 10_000);
promise('explanations that miss their score by more than 1e-9', gaps.filter((gap) => gap > 1e-9).length, 0);
promise('explanations that were asked for, below 10,000', 10_000 - gaps.length, 0, `worst ${Math.max(...gaps)}`);

console.log(
  '\nSimulated work of known quality, five rooted stamps each, 20 times 500 workers (Spearman with the truth)',
);
const simulations = seeds(20).map((each) => simulateWork(each, 500));
const mean = (of: (each: Simulation) => number): number =>
  simulations.reduce((total, each) => total + of(each), 0) / simulations.length;
const honest = mean(({ honest }) => honest.weighted);
line('honest stamps: by the lower bound', honest, '>= 0.9', honest >= 0.9, '');
shown(
  'honest stamps: by counting severity (root 5, branch 3, leaf 1)',
  mean(({ honest }) => honest.counted),
);
promise('30 % sybil stamps cost the lower bound', honest - mean((each) => each.withSybils.weighted), 0.02);
promise(
  'the same, with sybils that one validator in ten vouches for',
  honest - mean((each) => each.withVouchedSybils.weighted),
  0.02,
);
shown(
  '30 % sybil stamps cost the counting',
  mean((each) => each.honest.counted - each.withSybils.counted),
);

console.log('\n10,000 validators, 127,000 vouches, 1,000,000 stamps, in memory (ms)');
const speed = measureSpeed(seed);
const machine = `plain loop of its additions ${speed.plain.toFixed(1)} ms`;
promise('everyone from scratch', speed.scratch, 1000, machine);
promise('one more stamp', speed.stamp, 1);
promise('one more vouch, everyone weighed anew', speed.vouch, 50, machine);
promise('the longest of these, for which the event loop waits', speed.worstVouch, 50);

console.log('\nThe same kept up over a read model, a rig of 100,000 stamps beside rigs of 100 (ms of the processor)');
const records = await measureRecords(seed);
const stretch = (what: string, { total, longest }: HeldUp): void => {
  promise(`${what}: the longest stretch`, longest, 50, `${total.toFixed(1)} in all`);
};
promise('one more stamp on an ordinary rig, its whole profile', records.ordinaryMore, 1);
promise('its profile, cold', records.ordinaryCold, 5);
stretch('one more stamp on the huge rig, its whole profile', records.more);
stretch('its profile, cold', records.cold);
stretch('a page of its explanation', records.explained);
stretch('all vouches read, everyone weighed', records.graph);
stretch('the same by the least over three roots', records.minimum);
stretch('one more vouch', records.vouch);
stretch('the first look at the leaderboard', records.board);

console.log(broken === 0 ? '\nevery promise holds' : `\n${broken} promises are broken`);
process.exitCode = broken === 0 ? 0 : 1;
