import fc from 'fast-check';
import t from 'tap';
import { lowerBound } from '../../src/domain/reputation/beta.ts';
import { validatorsUntil, whatWouldRaise } from '../../src/domain/reputation/raise.ts';
import { fromEvidence, reputationOf } from '../../src/domain/reputation/scores.ts';
import type { Reputation, StampScores } from '../../src/domain/reputation/scores.ts';
import { StampBook } from '../../src/domain/reputation/stamp-book.ts';
import { runAll } from '../../src/domain/reputation/steps.ts';
import { Chance } from '../support/reputation/chance.ts';
import { explanationGaps, partsOf } from '../support/reputation/explanations.ts';
import { juryOf, packed, reputationsIn } from '../support/reputation/packed.ts';
import { graphOf, honestWorld, weightsOf } from '../support/reputation/trust-world.ts';

/** What stamps say, once it is known who counts (FEDERATION.md section 9.1). */

const seed = Number(process.env['FAST_CHECK_SEED'] ?? Date.now() % 2 ** 31);
t.comment(`seed ${seed} (FAST_CHECK_SEED repeats a run)`);

const weighing: Record<string, number> = { one: 1, half: 0.5, stranger: 0 };
const weights = { of: (rig: string) => weighing[rig.replace(/-agent$/, '')] ?? 0 };
/** `x` and `x-agent` are one owner's. */
const groupOf = (rig: string): string => rig.replace(/-agent$/, '');

let stamps = 0;

function quality(author: string, score: number, confidence = 1, subject = 'subject'): StampScores {
  stamps += 1;
  const stamp = `s-${String(stamps).padStart(6, '0')}`;
  return { stamp, author, subject, dimensions: { quality: { score, confidence } } };
}

function scored(...given: StampScores[]): Reputation {
  return reputationOf(given, weights, groupOf);
}

t.test('without evidence: half way, wholly uncertain', async (t) => {
  const nothing = { mean: 0.5, uncertainty: 1, lower: 0.05, alpha: 1, beta: 1 };
  t.strictSame(scored(), { quality: nothing, reliability: nothing, creativity: nothing });
});

t.test('score, confidence and weight, by hand', async (t) => {
  const { quality: found, creativity } = scored(quality('one', 4, 0.5), quality('half', 1, 1));
  t.equal(found.alpha, 1 + 1 * 0.5 * 0.75);
  t.equal(found.beta, 1 + 1 * 0.5 * 0.25 + 0.5);
  t.equal(found.mean, found.alpha / (found.alpha + found.beta));
  t.equal(found.uncertainty, 2 / (found.alpha + found.beta));
  t.equal(creativity.uncertainty, 1, 'three dimensions stay three');
});

t.test('a friend’s thousand stamps count as two', async (t) => {
  const thousand = Array.from({ length: 1000 }, () => quality('one', 5));
  t.equal(scored(...thousand).quality.alpha, 3);
  t.equal(scored(quality('one', 5), quality('one', 5), quality('one', 5)).quality.alpha, 1 + 1 + 0.5 + 0.25);
});

t.test('the rigs of one owner share one series, in the order of the stamps’ ids', async (t) => {
  const first = quality('one', 5);
  const second = quality('one-agent', 1);
  for (const order of [
    [first, second],
    [second, first],
  ]) {
    const { alpha, beta } = scored(...order).quality;
    t.strictSame([alpha, beta], [2, 1.5]);
  }
});

t.test('each dimension has its own series', async (t) => {
  const creative = { ...quality('one', 5), dimensions: { creativity: { score: 5, confidence: 1 } } };
  t.equal(scored(creative, quality('one', 5)).quality.alpha, 2);
});

t.test('a stamp by the subject’s own group says nothing', async (t) => {
  t.strictSame(scored(quality('half-agent', 5, 1, 'half')), scored());
});

t.test('who has no weight adds exactly nothing', async (t) => {
  const honest = [quality('one', 4.5, 0.29), quality('half', 3, 0.57)];
  const others = Array.from({ length: 500 }, (_, n) => quality('stranger', n % 2 === 0 ? 5 : 1));
  t.strictSame(scored(...others.slice(0, 250), ...honest, ...others.slice(250)), scored(...honest));
});

/** The share of Beta(alpha, beta) below x, by Simpson's rule over u = √t, where nothing is steep for alpha, beta ≥ 1. */
function shareBelow(x: number, alpha: number, beta: number): number {
  const density = (u: number): number => 2 * u ** (2 * alpha - 1) * (1 - u * u) ** (beta - 1);
  const integral = (to: number): number => {
    const steps = 20_000;
    const inner = Array.from({ length: steps - 1 }, (_, k) => (k % 2 === 0 ? 4 : 2) * density(((k + 1) * to) / steps));
    return ((density(0) + inner.reduce((a, b) => a + b) + density(to)) * to) / steps / 3;
  };
  return integral(Math.sqrt(x)) / integral(1);
}

t.test('the lower bound is the 5 % quantile', async (t) => {
  t.equal(lowerBound(1, 1), 0.05);
  // In closed form: of Beta(a, 1) 0.05^(1/a), of Beta(1, b) 1 − 0.95^(1/b).
  for (const n of [1, 1.5, 2, 3.25, 10, 100, 1000]) {
    t.ok(Math.abs(lowerBound(n, 1) - 0.05 ** (1 / n)) < 1e-9, `Beta(${n}, 1)`);
    t.ok(Math.abs(lowerBound(1, n) - (1 - 0.95 ** (1 / n))) < 1e-9, `Beta(1, ${n})`);
  }
  for (const [alpha, beta] of [
    [2, 3],
    [5.5, 2.25],
    [30, 12],
    [400, 100],
  ] as const) {
    const below = [-1e-9, 1e-9].map((off) => shareBelow(lowerBound(alpha, beta) + off, alpha, beta));
    t.ok((below[0] as number) < 0.05 && 0.05 < (below[1] as number), `Beta(${alpha}, ${beta}): ${below.join(' ')}`);
  }
});

t.test('everyone’s reputation at once is to the bit that of each alone', async () => {
  fc.assert(
    fc.property(fc.integer(), (each) => {
      const world = honestWorld(new Chance(each));
      const graph = graphOf(world);
      const found = weightsOf(world);
      const about = Map.groupBy(world.stamps, ({ subject }) => subject);
      const book = new StampBook();
      for (const rig of world.rigs) book.put(rig, world.stamps);
      for (const rig of world.rigs) book.put(rig, about.get(rig) ?? []);
      const all = reputationsIn(book, { weights: found, groupOf: (rig) => graph.groupOf(rig) });
      const alone = [...about].map(([subject, theirs]): [string, Reputation] => {
        return [subject, reputationOf(theirs, found, (rig) => graph.groupOf(rig))];
      });
      t.strictSame(all.sort(), alone.sort());
    }),
    { seed, numRuns: 30 },
  );
});

t.test('the parts of an explanation sum to the score', async () => {
  let asked = 0;
  fc.assert(
    fc.property(fc.integer(), (each) => {
      const gaps = explanationGaps(each);
      asked += gaps.length;
      return gaps.every((gap) => gap <= 1e-9);
    }),
    { seed, numRuns: 100 },
  );
  t.ok(asked > 1000, `${asked} explanations`);
});

t.test('whoever has weight has it by a way of vouches from a root', async (t) => {
  let ways = 0;
  fc.assert(
    fc.property(fc.integer(), (each) => {
      const world = honestWorld(new Chance(each));
      const graph = graphOf(world);
      const found = weightsOf(world);
      const roots = new Set(world.roots.map((root) => graph.groupOf(root)));
      return world.rigs.every((rig) => {
        const path = found.path(rig);
        if (path === undefined) return found.of(rig) === 0;
        ways += 1;
        const steps = path.slice(1).map((group, place) => graph.vouchesOf(path[place] as string).includes(group));
        const ends = roots.has(path[0] as string) && path.at(-1) === graph.groupOf(rig);
        return found.of(rig) > 0 && ends && !steps.includes(false);
      });
    }),
    { seed, numRuns: 100 },
  );
  t.ok(ways > 500, `${ways} ways`);
});

t.test('what a stamp gives is shown with its sign', async (t) => {
  const given = [quality('one', 5), quality('one', 1), quality('stranger', 5)];
  const parts = partsOf(given, { weights, groupOf });
  t.strictSame(
    parts.map(({ author, w, c, x, discount, r, s }) => ({ author, w, c, x, discount, r, s })),
    [
      { author: 'one', w: 1, c: 1, x: 1, discount: 1, r: 1, s: 0 },
      { author: 'one', w: 1, c: 1, x: 0, discount: 0.5, r: 0, s: 0.5 },
      { author: 'stranger', w: 0, c: 1, x: 1, discount: 0, r: 0, s: 0 },
    ],
  );
  t.strictSame(
    parts.map(({ share }) => Math.sign(share)),
    [1, -1, 0],
  );
});

t.test('what would raise it', async (t) => {
  const given = [quality('one', 5), quality('stranger', 5), quality('stranger-agent', 5)];
  const record = packed('subject', given);
  const raises = runAll(whatWouldRaise(record, juryOf(record, { weights, groupOf }), scored(...given)));
  const now = fromEvidence(1, 0);
  const waiting = raises.find((raise) => raise.by === 'waiting_stamps');
  t.match(waiting, { dimension: 'quality', stamps: 2, lower: fromEvidence(2.5, 0).lower });
  const more = raises.find((raise) => raise.by === 'new_validator' && raise.dimension === 'quality');
  t.match(more, { lower: fromEvidence(2, 0).lower, gain: fromEvidence(2, 0).lower - now.lower });
  t.strictSame(
    raises.map(({ gain }) => gain),
    raises.map(({ gain }) => gain).toSorted((a, b) => b - a),
    'most first',
  );
  t.equal(raises.length, 4, 'one more validator in each dimension, and the stamps that wait');
  t.equal(
    validatorsUntil(now, ({ mean }) => mean >= 0.9),
    7,
  );
  t.equal(
    validatorsUntil(now, ({ mean }) => mean > 1),
    undefined,
  );
});
