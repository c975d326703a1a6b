import fc from 'fast-check';
import t from 'tap';
import { countRecord, judgedBy } from '../../src/domain/reputation/standing.ts';
import type { AcceptedWork, Judges } from '../../src/domain/reputation/standing.ts';
import { runAll } from '../../src/domain/reputation/steps.ts';
import { SubjectStamps } from '../../src/domain/reputation/subject-stamps.ts';
import { defaultTiers, tierOf } from '../../src/domain/reputation/tiers.ts';
import type { Standing } from '../../src/domain/reputation/tiers.ts';
import { juryOf, packedStamp } from '../support/reputation/packed.ts';

const day = 24 * 60 * 60 * 1000;
const now = 1_700_000_000_000;

/** Who has weight, and who belongs to whom; all others are their own and weigh nothing. */
function judges(weights: Record<string, number>, groups: Record<string, string> = {}): Judges {
  return { weight: (rig) => weights[rig] ?? 0, groupOf: (rig) => groups[rig] ?? rig };
}

interface Given {
  author: string;
  completion: string;
  score: number;
}

function stampOf(author: string, completion: string, score = 4): Given {
  return { author, completion, score };
}

function standing(given: Given[], accepted: AcceptedWork[], by: Judges, age = 100): Standing {
  const kept = new SubjectStamps('worker');
  for (const [no, { author, completion, score }] of given.entries()) {
    const said = { stamp: `s-${no}`, author, subject: 'worker', dimensions: { quality: { score, confidence: 1 } } };
    kept.put(packedStamp(said, { completion }));
  }
  const jury = juryOf(kept, { weights: { of: by.weight }, groupOf: by.groupOf });
  const judged = runAll(judgedBy(kept, jury));
  return countRecord({ rig: 'worker', known: true, since: now - age * day, accepted, judged }, by, now);
}

const contributor: Standing = { known: true, completions: 3, stamps: 3, validators: 2, days: 7, mean: 1 };
const maintainer: Standing = { known: true, completions: 10, stamps: 15, validators: 5, days: 30, mean: 3.5 };

t.test('each threshold alone keeps a rig from the next tier, and says what is missing', async (t) => {
  t.match(tierOf(contributor, defaultTiers), { level: 2, name: 'contributor' });
  t.match(tierOf(maintainer, defaultTiers), { level: 3, name: 'maintainer', missing: [] });
  const less: [Partial<Standing>, string][] = [
    [{ completions: 2 }, '1 more accepted completion'],
    [{ stamps: 1 }, '2 more stamps'],
    [{ validators: 1 }, '1 more validator of another owner, whose judgement counts here'],
    [{ days: 6.2 }, '1 day since its first document'],
  ];
  for (const [change, missing] of less) {
    t.match(tierOf({ ...contributor, ...change }, defaultTiers), { level: 1, missing: [missing] });
  }
  const low = tierOf({ ...maintainer, mean: 3.4999 }, defaultTiers);
  t.match(low, { level: 2, missing: ['a mean score of 3.5; it is 3.49'] });
});

t.test('a rig of which nobody can say who speaks for it is a drifter, whatever its record', async (t) => {
  const found = tierOf({ ...maintainer, known: false }, defaultTiers);
  t.match(found, { level: 0, name: 'drifter', missing: [/register a rig here/] });
});

t.test('a maintainer must be a contributor too, whatever the configuration', async (t) => {
  const odd = { ...defaultTiers, maintainer: { completions: 0, stamps: 0, validators: 0, days: 0, mean: 0 } };
  t.equal(tierOf({ ...contributor, stamps: 2 }, odd).level, 1);
});

t.test('only what rigs of weight and of another owner said counts, a group once', async (t) => {
  const accepted = [
    { id: 'c1', decidedBy: 'root' },
    { id: 'c2', decidedBy: 'sybil' },
    { id: 'c3', decidedBy: 'sybil' },
    { id: 'c4', decidedBy: 'twin' },
  ];
  const stamps = [
    stampOf('anna', 'c1', 5),
    stampOf('annas-agent', 'c1', 5),
    stampOf('ben', 'c2', 2),
    stampOf('sybil', 'c3', 5),
    stampOf('twin', 'c3', 5),
  ];
  const weights = { root: 1, anna: 1, 'annas-agent': 1, ben: 0.1, twin: 10 };
  const groups = { anna: 'a', 'annas-agent': 'a', twin: 'own', worker: 'own' };
  t.match(standing(stamps, accepted, judges(weights, groups)), {
    completions: 2,
    stamps: 2,
    validators: 2,
    days: 100,
    mean: 4,
  });
});

t.test('a ring without a vouch into it earns nothing, however large', async (t) => {
  const ring = Array.from({ length: 500 }, (_, index) => `sybil-${index}`);
  const stamps = ring.map((rig) => stampOf(rig, `c-${rig}`, 5));
  const accepted = ring.map((rig) => ({ id: `c-${rig}`, decidedBy: rig }));
  const found = standing(stamps, accepted, judges({ root: 1 }));
  t.match(found, { completions: 0, stamps: 0, validators: 0, mean: undefined });
  t.equal(tierOf(found, defaultTiers).level, 1);
});

t.test('more of the record never lowers the tier while the mean holds, and its order says nothing', async (t) => {
  const stamps = fc.array(
    fc.record({ author: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), completion: fc.nat(20).map(String) }),
    { maxLength: 60 },
  );
  const weights = judges({ a: 1, b: 1, c: 1, d: 1, e: 1 });
  fc.assert(
    fc.property(stamps, stamps, fc.nat(60), (some, more, age) => {
      const levelOf = (list: typeof some): number => {
        const sums = list.map(({ author, completion }) => stampOf(author, completion));
        const accepted = list.map(({ completion }) => completion);
        const work = [...new Set(accepted)].map((id) => ({ id, decidedBy: 'nobody' }));
        return tierOf(standing(sums, work, weights, age), defaultTiers).level;
      };
      return levelOf([...some, ...more]) >= levelOf(some) && levelOf(some.toReversed()) === levelOf(some);
    }),
  );
  t.pass('held for all');
});
