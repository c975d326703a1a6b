import type { Condition } from './board-query.ts';

/** A condition, and about how many items pass it. */
export interface Sized {
  condition: Condition;
  rows: number;
}

/** Microseconds, as measured on a board of 100,000 items: to step over an item in an index, to read its row, and to make a test
 * of each kind. */
const costs = { step: 0.06, read: 0.8, column: 0.02, number: 0.4, text: 50 };

/**
 * The condition whose items are best all looked at and sorted, to find `wanted` of a board of `total` that pass all conditions;
 * undefined where it is better to walk the board in the order of the page. As if the conditions had nothing to do with each
 * other.
 */
export function planOf(sized: readonly Sized[], total: number, wanted: number): Condition | undefined {
  const share = sized.reduce((product, one) => product * shareOf(one, total), 1);
  const walked = Math.min(total, wanted / share);
  let best: { gathered: Condition | undefined; cost: number } = {
    gathered: undefined,
    cost: walked * costs.step + testing(walked, sized, total),
  };
  for (const one of sized) {
    const { condition, rows } = one;
    const others = sized.filter((other) => other !== one);
    const cost = rows * (costs.step + costs.read) + testing(rows, others, total);
    if (condition.numbers !== undefined && cost < best.cost) best = { gathered: condition, cost };
  }
  return best.gathered;
}

/** What the tests cost, made one after the other, each of what passed those before. */
function testing(rows: number, tests: readonly Sized[], total: number): number {
  let left = rows;
  let cost = 0;
  for (const test of tests) {
    cost += left * costs[test.condition.tests];
    left *= shareOf(test, total);
  }
  return cost;
}

function shareOf({ rows }: Sized, total: number): number {
  return Math.min(1, Math.max(rows, 1) / Math.max(total, 1));
}
