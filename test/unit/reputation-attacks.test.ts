import fc from 'fast-check';
import t from 'tap';
import { judgeState } from '../../src/domain/reputation/of-state.ts';
import { fromEvidence } from '../../src/domain/reputation/scores.ts';
import { invasion, ringChanges, slander } from '../support/reputation/attacks.ts';
import { afterArrival } from '../support/reputation/arrivals.ts';
import { Chance } from '../support/reputation/chance.ts';
import { simulateWork, spearman } from '../support/reputation/simulated-work.ts';
import { honestWorld } from '../support/reputation/trust-world.ts';
import { handedIn, link, revoke, stamp, vouch } from '../support/work.ts';
import { publicJwk } from '../support/signing.ts';
import { World } from '../support/world.ts';
import type { Appended, DocumentChanges, TestIdentity, TestNode } from '../support/world.ts';

/** That reputation can't be bought or made up: `npm run bench:reputation` asks the same in full size. */

const seed = Number(process.env['FAST_CHECK_SEED'] ?? Date.now() % 2 ** 31);
t.comment(`seed ${seed} (FAST_CHECK_SEED repeats a run)`);

function forSeeds(numRuns: number, holds: (each: number) => boolean): void {
  fc.assert(fc.property(fc.noShrink(fc.integer()), holds), { seed, numRuns });
}

t.test('a ring that nobody vouches for changes nothing, to the bit', async () => {
  for (const size of [1, 2, 3, 10, 200]) forSeeds(5, (each) => ringChanges(each, size) === 0);
  forSeeds(2, (each) => ringChanges(each, 5000) === 0);
});

t.test('honest vouches into a ring give it no more than flows over them, however large it is', async (t) => {
  let reached = 0;
  forSeeds(40, (each) => {
    const [small, large] = [invasion(each, 10), invasion(each, 1000)];
    if (large.mass > 0) reached += 1;
    const alike = Math.abs(small.mass - large.mass) <= 0.01 * large.mass;
    return alike && [small, large].every(({ mass, bound }) => mass <= bound * (1 + 1e-9));
  });
  t.ok(reached > 20, `${reached} rings were reached`);
});

t.test('slander moves nobody by more than M/(E + 2 + M)', async (t) => {
  let worst = 0;
  forSeeds(150, (each) => {
    const { shift, bound } = slander(each);
    worst = Math.max(worst, shift);
    return shift <= bound;
  });
  t.ok(worst > 0.01, `moved by ${worst}`);
});

t.test('the same statements in any order of arrival give the same bytes', async () => {
  forSeeds(5, (each) => {
    const world = honestWorld(new Chance(each));
    const results = Array.from({ length: 20 }, (_, order) => afterArrival(world, new Chance(each + order)));
    return new Set(results).size === 1;
  });
});

t.test('simulated work: the order agrees with the truth, and sybils cost it little', async (t) => {
  t.equal(spearman([1, 2, 3], [10, 20, 30]), 1);
  t.equal(spearman([1, 2, 2, 3], [3, 2, 2, 1]), -1);
  // A fixed seed: what is asked here is about chance.
  const { honest, withSybils, withVouchedSybils } = simulateWork(7, 500);
  t.ok(honest.weighted >= 0.9, `${honest.weighted}`);
  t.equal(withSybils.weighted, honest.weighted, 'whom no root reaches has no say');
  t.ok(honest.weighted - withVouchedSybils.weighted <= 0.03, `${withVouchedSybils.weighted}`);
  t.ok(honest.counted - withSybils.counted > 0.3, 'counting by severity believes everybody');
});

interface Scene {
  world: World;
  node: TestNode;
  /** A rig that the root, which is the node, vouches for. */
  trusted: (name: string, changes?: DocumentChanges) => TestIdentity;
  /** Work by this rig. */
  work: (worker: TestIdentity) => Appended;
  join: (one: TestIdentity, other: TestIdentity) => void;
  /** What the stamps about a rig give it in quality. */
  evidence: (rig: TestIdentity) => { alpha: number; beta: number };
}

function scene(name: string): Scene {
  const world = new World(`reputation ${name}`);
  const node = world.node('node');
  const trusted = (rig: string, changes: DocumentChanges = {}): TestIdentity => {
    const made = world.member(rig, node, changes);
    vouch(node.log, node, made);
    return made;
  };
  const join = (one: TestIdentity, other: TestIdentity): void => {
    link(node.log, one, other);
    link(node.log, other, one);
  };
  const evidence = (rig: TestIdentity): { alpha: number; beta: number } => {
    const { reputation } = judgeState(world.project(), { roots: [node.id], damping: 0.6 });
    const { alpha, beta } = reputation(rig.id).quality;
    return { alpha, beta };
  };
  return { world, node, trusted, work: (worker) => handedIn(node.log, node, worker).completion, join, evidence };
}

const best = { dimensions: { quality: { score: 5, confidence: 1 } } };
const { alpha: none } = fromEvidence(0, 0);
const nothing = { alpha: none, beta: none };

t.test('a stamp by somebody else whom the root trusts counts', async (t) => {
  const { node, trusted, work, evidence } = scene('control');
  const [rig, judge] = [trusted('rig'), trusted('judge')];
  stamp(node.log, judge, work(rig), rig, best);
  t.strictSame(evidence(rig), { alpha: 2, beta: 1 });
});

t.test('stamping oneself by a second key gives nothing', async (t) => {
  const { world, node, trusted, work, evidence } = scene('second key');
  const rig = trusted('rig');
  const second = world.key('second');
  node.log.append(rig.next({ keys: [rig.key, second] }).text);
  const own = stamp(node.log, rig, work(rig), rig, best, { key: second });
  t.equal(world.verdict(own), 'ignored: same_owner');
  t.strictSame(evidence(rig), nothing);
});

t.test('stamping oneself by a linked rig gives nothing', async (t) => {
  const { node, trusted, work, join, evidence } = scene('linked rig');
  const [rig, other] = [trusted('rig'), trusted('other')];
  join(rig, other);
  stamp(node.log, other, work(rig), rig, best);
  t.strictSame(evidence(rig), nothing);
});

t.test('an owner’s stamp on its agent, and the agent’s on its owner, give nothing', async (t) => {
  const { node, trusted, work, evidence } = scene('owner');
  const owner = trusted('owner');
  const agent = trusted('agent', { kind: 'agent', owner: owner.id });
  link(node.log, owner, agent);
  stamp(node.log, owner, work(agent), agent, best);
  stamp(node.log, agent, work(owner), owner, best);
  t.strictSame([evidence(agent), evidence(owner)], [nothing, nothing]);
});

t.test(
  'stamping oneself by another rig whose key the same node holds gives nothing once they are linked',
  async (t) => {
    const { world, node, trusted, work, join, evidence } = scene('custodian');
    const custodial = (name: string): TestIdentity => trusted(name, { keys: [held(world, node, name)] });
    const [rig, other] = [custodial('rig'), custodial('other')];
    join(rig, other);
    stamp(node.log, other, work(rig), rig, best);
    t.strictSame(evidence(rig), nothing);
  },
);

/** A rig's first key, as the node shows it that holds its private half. */
function held(world: World, node: TestNode, name: string): object {
  return { ...publicJwk(world.key(name)), custody: node.id };
}

t.test('a link that comes later takes away what was there', async (t) => {
  const { node, trusted, work, join, evidence } = scene('later link');
  const [rig, other] = [trusted('rig'), trusted('other')];
  stamp(node.log, other, work(rig), rig, best);
  t.strictSame(evidence(rig), { alpha: 2, beta: 1 });
  join(rig, other);
  t.strictSame(evidence(rig), nothing);
});

t.test('a twin with the same handle has no weight of its own', async (t) => {
  const { world, node, trusted, work, evidence } = scene('twin');
  const [rig, judge] = [trusted('rig'), trusted('judge')];
  const elsewhere = world.node('elsewhere');
  const twin = world.member('twin of the judge', elsewhere, { handle: judge.first.payload['handle'] });
  vouch(elsewhere.log, elsewhere, twin);
  stamp(elsewhere.log, twin, work(rig), rig, best);
  t.not(twin.id, judge.id);
  t.strictSame(evidence(rig), nothing);
  stamp(node.log, judge, work(rig), rig, best);
  t.strictSame(evidence(rig), { alpha: 2, beta: 1 }, 'the judge has');
});

t.test('logs that arrive in any order give the same weights and reputations, to the bit', async () => {
  const { world, node, trusted, work, join } = scene('orders');
  const [a, b, c] = [trusted('a'), trusted('b'), trusted('c')];
  const other = world.node('other');
  const [d, e] = [world.member('d', other), world.member('e', other)];
  for (const rig of [a, b]) vouch(node.log, rig, d);
  vouch(other.log, d, e);
  other.log.act(d, 'vouch.withdrawn', { vouch: vouch(other.log, d, c).id });
  const judged = [a, b, c].map((rig) => [rig, work(rig)] as const);
  for (const [rig, completion] of judged) {
    for (const judge of [d, e]) stamp(other.log, judge, completion, rig, best);
    stamp(node.log, b, completion, rig);
  }
  revoke(other.log, e, stamp(other.log, e, work(a), a));
  join(a, c);
  const origins = [node.id, other.id];
  const rigs = [node, other, a, b, c, d, e];
  const seen = (order: string[]): string => {
    const { weights, reputation } = judgeState(world.project(order), { roots: [node.id], damping: 0.6 });
    return JSON.stringify([[...weights.entries()], rigs.map(({ id }) => reputation(id))]);
  };
  const expected = seen([]);
  const length = node.log.seq + other.log.seq;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...origins), { minLength: length, maxLength: length }), (order) => {
      return seen(order) === expected;
    }),
    { seed, numRuns: 25 },
  );
});
