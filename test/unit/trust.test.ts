import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { groupOf } from '../../src/domain/ownership.ts';
import { reputationOf } from '../../src/domain/reputation/scores.ts';
import type { State } from '../../src/domain/state.ts';
import { createTrust } from '../../src/operations/reputation/trust.ts';
import type { Trust } from '../../src/operations/reputation/trust.ts';
import { openPrivate } from '../../src/private/open.ts';
import type { Private } from '../../src/private/open.ts';
import { openWhole } from '../support/open-whole.ts';
import type { ReadModel } from '../../src/readmodel/read-model.ts';

/** Trust that is kept up by what commits touch is what somebody finds who reads everything anew. */

const directory = mkdtempSync(join(tmpdir(), 'wasteland-trust-'));
t.teardown(() => rmSync(directory, { recursive: true, force: true }));

const rigs = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => letter.repeat(43));
const rig = fc.constantFrom(...rigs);
const half = fc.integer({ min: 2, max: 10 }).map((halves) => halves / 2);
const hundredth = fc.integer({ min: 0, max: 100 }).map((hundredths) => hundredths / 100);
const scores = fc.record({ score: half, confidence: hundredth });
const dimensions = fc.record({ quality: scores, reliability: scores, creativity: scores }, { requiredKeys: [] });

type Change =
  | { kind: 'vouch'; giver: string; subject: string; withdrawn: boolean; gone: boolean }
  | { kind: 'group'; rig: string; group_id: string }
  | { kind: 'stamp'; no: number; author: string; subject: string; counts: boolean; dimensions: object; gone: boolean }
  | { kind: 'root'; rig: string; trusted: boolean }
  | { kind: 'ask'; rig: string }
  | { kind: 'anew' };

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('vouch' as const),
      giver: rig,
      subject: rig,
      withdrawn: fc.boolean(),
      gone: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('group' as const), rig, group_id: rig }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('stamp' as const),
      no: fc.nat(11),
      author: rig,
      subject: rig,
      counts: fc.boolean(),
      dimensions,
      gone: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('root' as const), rig, trusted: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('ask' as const), rig }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('anew' as const) }) },
);

/** Stamps and vouches don't change their ends: their ids say what they are about. */
function apply(state: State, each: Change): void {
  if (each.kind === 'vouch') {
    const { giver, subject, withdrawn, gone } = each;
    const id = `v-${giver[0]}${subject[0]}`;
    if (gone) state.table('vouches').delete(id);
    else state.table('vouches').put({ id, giver, subject, note: null, created_at: 1, withdrawn });
  }
  if (each.kind === 'group') {
    if (each.rig === each.group_id) state.table('groups').delete(each.rig);
    else state.table('groups').put({ rig: each.rig, group_id: each.group_id });
  }
  if (each.kind === 'stamp') {
    const { no, author, subject, counts, gone } = each;
    const digits = `${no.toString(16)}${rigs.indexOf(author)}${rigs.indexOf(subject)}`;
    const id = `s-${digits.padEnd(40, '0')}`;
    if (gone) state.table('stamps').delete(id);
    else {
      state.table('stamps').put({
        id,
        author,
        subject,
        completion: `c-${'0'.repeat(40)}`,
        dimensions: each.dimensions,
        severity: 'leaf',
        skills: [],
        message: null,
        created_at: 1_700_000_000_000 + 1_000_000 * no,
        origin: author,
        seq: no,
        revoked: false,
        counts,
      });
    }
  }
}

function trustOf(model: ReadModel, { roots }: Private, combine: 'together' | 'minimum'): Trust {
  const onTouched = model.onTouched.bind(model);
  return createTrust({ reader: model.reader, roots, damping: 0.6, combine, onTouched });
}

function everything(trust: Trust): object {
  return {
    weights: [...trust.weights().entries()],
    paths: rigs.map((each) => trust.weights().path(each)),
    reputations: rigs.map((each) => trust.reputation(each)),
    pictures: rigs.map((each) => trust.picture(each)),
    evidence: rigs.map((each) => trust.evidence(each)),
  };
}

let opened = 0;

function check(commits: Change[][], combine: 'together' | 'minimum'): void {
  opened += 1;
  const model = openWhole(join(directory, `${opened}.sqlite`));
  const kept = openPrivate(':memory:', { secret: 'a secret of the tests, long enough' });
  const { state, reader } = model;
  kept.roots.add(rigs[0] as string);
  const trust = trustOf(model, kept, combine);
  for (const commit of commits) {
    model.begin();
    for (const each of commit) {
      if (each.kind === 'anew') model.clear();
      else apply(state, each);
    }
    model.commit();
    for (const each of commit) {
      if (each.kind === 'root' && each.trusted) kept.roots.add(each.rig);
      if (each.kind === 'root' && !each.trusted) kept.roots.remove(each.rig);
      if (each.kind === 'ask') trust.reputation(each.rig);
    }
    // The list of a rig's stamps is what another list of them is made from.
    const { weights } = trust;
    for (const each of rigs) {
      const stamps = reader.state
        .table('stamps')
        .list('subject', each)
        .filter((stamp) => stamp.counts)
        .map((stamp) => ({ ...stamp, stamp: stamp.id }));
      const plainly = reputationOf(stamps, weights(), (one) => groupOf(reader.state, one));
      if (JSON.stringify(trust.reputation(each)) !== JSON.stringify(plainly)) {
        throw new Error(`${each}: ${JSON.stringify(trust.reputation(each))}, not ${JSON.stringify(plainly)}`);
      }
    }
  }
  const anew = everything(trustOf(model, kept, combine));
  const keptUp = everything(trust);
  model.close();
  kept.close();
  if (JSON.stringify(keptUp) !== JSON.stringify(anew)) {
    throw new Error(`kept up: ${JSON.stringify(keptUp)}\nanew: ${JSON.stringify(anew)}`);
  }
}

const commits = fc.array(fc.array(change, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 12 });

for (const combine of ['together', 'minimum'] as const) {
  t.test(`what is kept up is what is found anew, to the bit: ${combine}`, async (t) => {
    const property = fc.property(commits, (each) => check(each, combine));
    const run = fc.check(property, { numRuns: 60 });
    t.equal(run.failed, false, fc.defaultReportMessage(run) ?? `seed ${run.seed}`);
  });
}
