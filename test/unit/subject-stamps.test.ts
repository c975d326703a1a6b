import t from 'tap';
import { effectsOf, mostEffective } from '../../src/domain/reputation/effects.ts';
import type { Judging } from '../../src/domain/reputation/given.ts';
import { pictureOf } from '../../src/domain/reputation/picture.ts';
import { reputationOf } from '../../src/domain/reputation/scores.ts';
import type { StampScores } from '../../src/domain/reputation/scores.ts';
import { runAll } from '../../src/domain/reputation/steps.ts';
import type { SubjectStamp } from '../../src/domain/reputation/subject-stamps.ts';
import { Records } from '../../src/operations/reputation/records.ts';
import type { TrustReader } from '../../src/readmodel/trust-reader.ts';
import { Chance } from '../support/reputation/chance.ts';
import { juryOf, packed, packedStamp } from '../support/reputation/packed.ts';
import { randomStamp } from '../support/reputation/trust-world.ts';

/** Records in columns: what the plain rule says, to the bit, however long they are and whatever happens between the steps. */

const seed = Number(process.env['FAST_CHECK_SEED'] ?? Date.now() % 2 ** 31);
t.comment(`seed ${seed} (FAST_CHECK_SEED repeats a run)`);
const chance = new Chance(seed);

const authors = Array.from({ length: 12 }, (_, number) => `author ${number}`);
const groupOf = (rig: string): string => (rig === 'author 3' ? 'author 2' : rig === 'author 4' ? 'subject' : rig);
const weights = { of: (rig: string): number => ({ 'author 0': 0, 'author 1': 0.3 })[rig] ?? 1.7 };
const judging: Judging = { weights, groupOf };

function some(count: number): StampScores[] {
  return Array.from({ length: count }, () => randomStamp(chance, chance.from(authors), 'subject'));
}

t.test('stamps that come and go in any order leave what the plain rule says', async (t) => {
  const stamps = some(400);
  const record = packed('subject', stamps);
  for (const { stamp } of stamps.slice(0, 150)) record.delete(stamp);
  record.delete('s-unknown');
  const left = stamps.slice(150);
  t.strictSame(record.ids, left.map(({ stamp }) => stamp).sort());
  const { reputation } = runAll(pictureOf(record, juryOf(record, judging)));
  t.strictSame(reputation, reputationOf(left, weights, groupOf));
});

t.test(
  'a friend’s ten thousand stamps: to the bit, in steps, also where nothing is left of the discount',
  async (t) => {
    const stamps = Array.from({ length: 12_000 }, () => randomStamp(chance, 'author 2', 'subject'));
    stamps.push(...some(20));
    const record = packed('subject', stamps);
    const steps = pictureOf(record, juryOf(record, judging));
    let count = 0;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) count += 1;
    t.ok(count >= 2, `others are let in ${count} times`);
    t.strictSame(step.value?.reputation, reputationOf(stamps, weights, groupOf));
  },
);

t.test('the pages of an explanation are all of it, in the order of what each gives, both ways', async (t) => {
  const record = packed('subject', some(300));
  const effects = runAll(effectsOf(record, juryOf(record, judging)));
  const sorted = [...record.ids.keys()].sort((a, b) => (effects.total[b] ?? 0) - (effects.total[a] ?? 0) || a - b);
  for (const rising of [false, true]) {
    const found: number[] = [];
    for (;;) {
      const last = found.at(-1);
      const after =
        last === undefined ? undefined : { total: effects.total[last] as number, stamp: record.ids[last] as string };
      const page = runAll(mostEffective(record, effects, { most: 7, rising, after }));
      if (page.length === 0) break;
      found.push(...page);
    }
    t.strictSame(found, rising ? sorted.toReversed() : sorted);
  }
});

t.test('what changes between the steps is in the result, or the result is from before: never half of it', async (t) => {
  const rows = new Map<string, SubjectStamp>();
  const all = new Map<string, StampScores>();
  const put = (stamp: StampScores): void => {
    rows.set(stamp.stamp, packedStamp(stamp));
    all.set(stamp.stamp, stamp);
  };
  for (const stamp of some(12_000)) put(stamp);
  const ids = [...rows.keys()].sort();
  const reader = {
    about: (_subject: string, after: string, limit: number) => {
      const page = ids.filter((id) => id > after).slice(0, limit);
      return page.map((id) => rows.get(id) as SubjectStamp);
    },
    counting: (_subject: string, id: string) => rows.get(id),
  } as unknown as TrustReader;
  const judgings = {
    *current() {
      yield;
      return judging;
    },
    holds: () => true,
  };
  const records = new Records(reader, judgings);
  let isInMidst = false;
  const steps = records.deriving('subject', 'picture', function* (stamps, jury) {
    const made = pictureOf(stamps, jury);
    for (let step = made.next(); ; step = made.next()) {
      if (step.done === true) return step.value;
      isInMidst = true;
      yield;
    }
  });
  let hasCome = false;
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) {
    if (!isInMidst || hasCome) continue;
    hasCome = true;
    // Somebody who can't wait asks, after stamps have come that stand before all others.
    const late = some(20).map((stamp, number) => ({ ...stamp, stamp: `s-${String(number).padStart(2, '0')}` }));
    for (const stamp of late) put(stamp);
    const touched = new Map(late.map(({ stamp }) => [stamp, 'subject']));
    records.touch({ all: false, vouches: new Map(), groups: new Set(), stamps: touched });
    const { reputation } = runAll(records.deriving('subject', 'other', pictureOf));
    t.strictSame(reputation, reputationOf(all.values(), weights, groupOf));
  }
  t.ok(hasCome);
  t.strictSame(step.value.reputation, reputationOf(all.values(), weights, groupOf));
});
