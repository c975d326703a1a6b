import fc from 'fast-check';
import t from 'tap';
import { answerLine } from '../../src/operations/conformance/answer-line.ts';
import type { ConformanceAnswer, ReputationAnswer } from '../../src/wire/api/conformance.ts';
import { dimensions } from '../../src/wire/words.ts';
import { Chance } from '../support/reputation/chance.ts';
import { modelScore, modelWeights } from '../support/reputation/model.ts';
import type { ModelRequest } from '../support/reputation/model.ts';
import { honestWorld } from '../support/reputation/trust-world.ts';

/** `wasteland conformance`, op `reputation`: what others build from FEDERATION.md section 9.1 comes out to the bit. */

const seed = Number(process.env['FAST_CHECK_SEED'] ?? Date.now() % 2 ** 31);
t.comment(`seed ${seed} (FAST_CHECK_SEED repeats a run)`);

const empty = { op: 'reputation', roots: ['root'], damping: 0.6, links: [], vouches: [], stamps: [] };
const mark = { score: 4, confidence: 0.5 };
const stamp = { id: 's-1', author: 'root', subject: 'rig', dimensions: { quality: mark } };

function ask(request: unknown): ConformanceAnswer {
  return answerLine(Buffer.from(JSON.stringify(request)));
}

function reputation(request: object): ReputationAnswer {
  const answer = ask({ ...empty, ...request });
  if (!answer.ok || !('weights' in answer)) throw new Error(JSON.stringify(answer));
  return answer;
}

t.test('weights of all who are named, and all three dimensions of every subject', async (t) => {
  const answer = reputation({ links: [['x', 'y']], vouches: [['p', 'q']], stamps: [stamp] });
  t.strictSame(answer.weights, { p: 0, q: 0, rig: 0, root: 1, x: 0, y: 0 });
  t.strictSame(Object.keys(answer.reputation), ['rig']);
  const { quality, ...others } = answer.reputation['rig'] ?? {};
  t.match(quality, { mean: 1.375 / 2.5, uncertainty: 2 / 2.5 });
  t.strictSame(Object.keys(quality ?? {}), ['mean', 'uncertainty', 'lower']);
  const nothing = { mean: 0.5, uncertainty: 1, lower: 0.05 };
  t.strictSame(others, { reliability: nothing, creativity: nothing });
});

t.test('links make groups of all they hold together: one weight, one series, no stamp within', async (t) => {
  const links = [
    ['c', 'b'],
    ['a', 'b'],
  ];
  const { weights, reputation: found } = reputation({
    links,
    vouches: [['root', 'c']],
    stamps: [
      { ...stamp, author: 'a', subject: 'c' },
      { ...stamp, id: 's-2', author: 'a' },
      { ...stamp, id: 's-3', author: 'b' },
    ],
  });
  t.match(weights, { a: 1, b: 1, c: 1 });
  t.equal(found['c']?.quality.uncertainty, 1);
  t.equal(found['rig']?.quality.uncertainty, 2 / (0.75 + 2));
});

t.test('what is left out is the default', async (t) => {
  const request = { op: 'reputation', roots: ['root'], links: [], vouches: [['root', 'a']], stamps: [stamp] };
  t.strictSame(ask(request), ask({ ...request, damping: 0.6, combine: 'together' }));
});

t.test('what is no request gets its answer, too', async (t) => {
  const broken: [object, string?][] = [
    [{ roots: 'root' }],
    [{ roots: [1] }],
    [{ damping: 1 }],
    [{ damping: -0.1 }],
    [{ damping: '0.6' }],
    [{ combine: 'most' }],
    [{ links: [['a']] }],
    [{ links: [['a', 'b', 'c']] }],
    [{ vouches: undefined }],
    [{ vouches: [['a', null]] }],
    [{ stamps: {} }],
    [{ stamps: [{ ...stamp, id: undefined }] }],
    [{ stamps: [{ ...stamp, dimensions: {} }] }],
    [{ stamps: [{ ...stamp, dimensions: { charm: mark } }] }],
    [{ stamps: [{ ...stamp, dimensions: { quality: { ...mark, score: 5.5 } } }] }],
    [{ stamps: [{ ...stamp, dimensions: { quality: { ...mark, score: 3.3 } } }] }],
    [{ stamps: [{ ...stamp, dimensions: { quality: { ...mark, confidence: 2 } } }] }],
    [{ stamps: [{ ...stamp, dimensions: { quality: { score: 4 } } }] }],
    [{ stamps: [stamp, { ...stamp, subject: 'other' }] }, '1 ids of stamps are given twice'],
  ];
  for (const [change, detail] of broken) {
    const answer = ask({ ...empty, ...change });
    t.match(answer, { ok: false, code: 'invalid_request', ...(detail && { detail }) }, JSON.stringify(change));
  }
  t.ok(ask(empty).ok);
  const odd = reputation({
    roots: ['__proto__'],
    vouches: [['__proto__', '']],
    stamps: [{ ...stamp, subject: '__proto__' }],
  });
  t.strictSame(Object.keys(odd.weights).slice(0, 2), ['', '__proto__']);
  t.strictSame(Object.keys(odd.reputation), ['__proto__']);
});

function randomRequest(chance: Chance): ModelRequest & { op: string } {
  const world = honestWorld(chance);
  const links = Array.from({ length: chance.between(0, 6) }, (): [string, string] => [
    chance.from(world.rigs),
    chance.from(world.rigs),
  ]);
  return {
    op: 'reputation',
    roots: [...world.roots, ...world.roots.slice(0, 1)],
    damping: chance.from([0, 0.3, 0.6, 0.85]),
    combine: chance.from(['together', 'minimum']),
    links,
    vouches: [...world.vouches, ...world.vouches.slice(0, 3)],
    stamps: world.stamps.map(({ stamp: id, author, subject, dimensions: given }) => {
      return { id, author, subject, dimensions: given };
    }),
  };
}

t.test('it is what a plain program makes of the text, to the bit', async (t) => {
  let weighty = 0;
  fc.assert(
    fc.property(fc.noShrink(fc.integer()), (each) => {
      const chance = new Chance(each);
      const request = randomRequest(chance);
      const answer = reputation(request);
      weighty += Object.values(answer.weights).filter((w) => w > 0).length;
      t.strictSame(answer.weights, modelWeights(request));
      for (const subject of Object.keys(answer.reputation).slice(0, 3)) {
        for (const dimension of dimensions) {
          const { mean, uncertainty } = answer.reputation[subject]?.[dimension] ?? {};
          t.strictSame({ mean, uncertainty }, modelScore(request, subject, dimension));
        }
      }
    }),
    { seed, numRuns: 25 },
  );
  t.ok(weighty > 100, `${weighty} weights above 0`);
});

t.test('the order of a request changes no byte of the answer', async () => {
  fc.assert(
    fc.property(fc.noShrink(fc.integer()), (each) => {
      const chance = new Chance(each);
      const { links, vouches, stamps, roots, ...rest } = randomRequest(chance);
      const asked = (): string =>
        JSON.stringify(
          ask({
            ...rest,
            roots: chance.shuffled(roots),
            links: chance.shuffled(links).map((pair) => chance.shuffled(pair)),
            vouches: chance.shuffled(vouches),
            stamps: chance.shuffled(stamps),
          }),
        );
      return new Set(Array.from({ length: 8 }, asked)).size === 1;
    }),
    { seed, numRuns: 10 },
  );
});
