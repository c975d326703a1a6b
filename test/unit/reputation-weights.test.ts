import t from 'tap';
import { TrustGraph } from '../../src/domain/reputation/trust-graph.ts';
import { defaultDamping, weigh } from '../../src/domain/reputation/weights.ts';
import type { TrustPolicy, Weights } from '../../src/domain/reputation/weights.ts';

/** Who counts (issue: reputation that means something): personalised PageRank from a node's own roots. */

function graphOf(...vouches: [string, string][]): TrustGraph {
  const graph = new TrustGraph();
  for (const [giver, subject] of vouches) graph.vouch(giver, subject);
  return graph;
}

function from(graph: TrustGraph, ...roots: string[]): Weights {
  return weigh(graph, { roots, damping: defaultDamping });
}

t.test('a root alone is the unit', async (t) => {
  const weights = from(graphOf(), 'root');
  t.equal(weights.mass('root'), 1);
  t.strictSame([...weights.entries()], [['root', 1]]);
  t.strictSame([...from(graphOf(['a', 'b'])).entries()], [], 'without roots nobody counts');
});

t.test('the fixed point of a chain, by hand', async (t) => {
  // root → a → b, and from b back to the root: root = 0.4 + 0.6 b, a = 0.6 root, b = 0.6 a.
  const weights = from(graphOf(['root', 'a'], ['a', 'b']), 'root');
  const root = 0.4 / (1 - 0.6 ** 3);
  const near = (actual: number, expected: number): unknown => t.ok(Math.abs(actual - expected) < 1e-10, `${actual}`);
  near(weights.mass('root'), root);
  near(weights.mass('a'), 0.6 * root);
  near(weights.of('root'), 1 / 0.6);
  t.equal(weights.of('a'), 1, 'one typical validator that a root trusts');
  near(weights.of('b'), 0.6);
  t.strictSame(weights.path('b'), ['root', 'a', 'b']);
});

t.test('nobody counts whom no root reaches, whomever they vouch for', async (t) => {
  const alone = from(graphOf(['root', 'a']), 'root');
  const weights = from(graphOf(['root', 'a'], ['x', 'a'], ['x', 'y'], ['y', 'x'], ['y', 'root']), 'root');
  t.strictSame([...weights.entries()], [...alone.entries()]);
  t.equal(weights.of('x'), 0);
  t.equal(weights.path('x'), undefined);
});

t.test('the median is the lower one of an even count, one for each group', async (t) => {
  const graph = graphOf(['root', 'a'], ['root', 'b'], ['a', 'b']);
  const weights = from(graph, 'root');
  t.ok(weights.mass('b') > weights.mass('a'));
  t.equal(weights.of('a'), 1);
  graph.vouch('root', 'b2');
  graph.vouch('root', 'b3');
  graph.group('b2', 'b');
  graph.group('b3', 'b');
  t.equal(from(graph, 'root').of('a'), 1, 'a group that a root vouched for three times is one');
});

t.test('nobody weighs more than ten typical validators', async (t) => {
  const graph = graphOf();
  for (let i = 0; i < 40; i++) {
    graph.vouch('root', `v${i}`);
    graph.vouch(`v${i}`, 'star');
  }
  t.equal(from(graph, 'root').of('star'), 10);
});

t.test('with several roots the reset is in equal parts, over their groups', async (t) => {
  const graph = graphOf(['r1', 'a'], ['r2', 'b']);
  t.equal(from(graph, 'r1', 'r2').mass('r1'), from(graph, 'r1', 'r2').mass('r2'));
  graph.group('r3', 'r1');
  t.strictSame([...from(graph, 'r1', 'r2', 'r3').entries()], [...from(graph, 'r1', 'r2').entries()]);
});

t.test('the minimum over roots gives nothing to whom one bad root alone reaches', async (t) => {
  const graph = graphOf(['good', 'a'], ['bad', 'a'], ['bad', 'ring'], ['good', 'b'], ['bad', 'b']);
  const policy: TrustPolicy = { roots: ['good', 'bad'], damping: 0.6 };
  t.ok(weigh(graph, policy).of('ring') > 0);
  const least = weigh(graph, { ...policy, combine: 'minimum' });
  t.equal(least.of('ring'), 0);
  t.equal(least.of('a'), 1);
  const apart = weigh(graphOf(['good', 'a'], ['bad', 'b']), { ...policy, combine: 'minimum' });
  t.strictSame([...apart.entries()], [], 'nobody whom both reach');
});

t.test('of shortest paths the first in id order', async (t) => {
  const weights = from(graphOf(['r', 'c'], ['r', 'b'], ['b', 'z'], ['c', 'z'], ['z', 'end'], ['s', 'x']), 's', 'r');
  t.strictSame(weights.path('end'), ['r', 'b', 'z', 'end']);
  t.strictSame(weights.path('s'), ['s']);
});
