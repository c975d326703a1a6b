import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../src/clock.ts';
import { explaining } from '../src/domain/reputation/explaining.ts';
import { Leaderboards } from '../src/operations/reputation/leaderboards.ts';
import { createTrust } from '../src/operations/reputation/trust.ts';
import type { Trust } from '../src/operations/reputation/trust.ts';
import { openPrivate } from '../src/private/open.ts';
import { openWhole } from '../test/support/open-whole.ts';
import { Chance } from '../test/support/reputation/chance.ts';
import { inCommits, putStamp, putVouch, rigId } from '../test/support/reputation/stamped-model.ts';
import { heldUp } from './held-up.ts';
import type { HeldUp } from './held-up.ts';
import { median } from './measure.ts';

const validators = 10_000;
const vouches = 127_000;
const ofHuge = 100_000;
const ordinary = 100;
const ofOrdinary = 100;

/** Over a read model on disk, in milliseconds of the processor. */
export interface RecordSpeed {
  /** All vouches read and everyone weighed; the same by the least over three roots. */
  graph: HeldUp;
  minimum: HeldUp;
  vouch: HeldUp;
  /** A profile of a rig of 100,000 stamps: cold, after one more stamp, and one page of what each stamp gives. */
  cold: HeldUp;
  more: HeldUp;
  explained: HeldUp;
  /** The profile of an ordinary rig of 100: cold, and after one more stamp. */
  ordinaryCold: number;
  ordinaryMore: number;
  /** The first look at who stands best. */
  board: HeldUp;
}

/** How long records take that are kept over a read model: a huge one, and ordinary ones beside it. */
export async function measureRecords(seed: number): Promise<RecordSpeed> {
  const directory = mkdtempSync(join(tmpdir(), 'wasteland-records-'));
  const model = openWhole(join(directory, 'readmodel.sqlite'));
  const kept = openPrivate(':memory:', { secret: 'a secret of the bench, long enough' });
  try {
    const { state } = model;
    const chance = new Chance(seed);
    const rigs = Array.from({ length: validators }, (_, number) => rigId(`${seed} ${number}`));
    const huge = rigId('huge');
    inCommits(model, vouches, () => {
      putVouch(state, chance.from(rigs), rigs[Math.floor(chance.next() ** 2 * validators)] as string);
    });
    inCommits(model, ofHuge, () => putStamp(state, chance, chance.from(rigs), huge, ofHuge / 5));
    inCommits(model, ordinary * ofOrdinary, (number) => {
      putStamp(state, chance, chance.from(rigs), rigs[number % ordinary] as string);
    });
    for (const root of rigs.slice(0, 3)) kept.roots.add(root);

    const trustOf = (combine: 'together' | 'minimum'): Trust => {
      const onTouched = model.onTouched.bind(model);
      return createTrust({ reader: model.reader, roots: kept.roots, damping: 0.6, combine, onTouched });
    };
    const write = (put: () => unknown): void => {
      model.begin();
      put();
      model.commit();
    };
    const least = trustOf('minimum');
    const minimum = await heldUp(() => least.ready());
    const trust = trustOf('together');
    const graph = await heldUp(() => trust.ready());
    const vouch = await worst(15, async (round) => {
      write(() => putVouch(state, rigs[0] as string, rigId(`newcomer ${round}`)));
      return await heldUp(() => trust.ready());
    });
    const cold = await heldUp(() => trust.ready(huge));
    const more = await worst(15, async () => {
      write(() => putStamp(state, chance, chance.from(rigs), huge, ofHuge / 5));
      return await heldUp(() => trust.ready(huge));
    });
    const wanted = { most: 51, rising: false, after: undefined };
    const explained = await heldUp(() =>
      trust.derive(huge, undefined, (stamps, jury) => explaining(stamps, jury, wanted)),
    );

    const some = rigs.slice(0, ordinary);
    const eachReady = async (): Promise<number> => {
      // Together: the clock of a thread is too coarse for one of them.
      const { total } = await heldUp(async () => {
        for (const rig of some) await trust.ready(rig);
      });
      return total / some.length;
    };
    const ordinaryCold = await eachReady();
    const mores: number[] = [];
    for (let round = 0; round < 5; round++) {
      write(() => some.forEach((rig) => putStamp(state, chance, chance.from(rigs), rig)));
      mores.push(await eachReady());
    }
    const ordinaryMore = median(mores);
    const boards = new Leaderboards(trust, model.reader.trust, systemClock);
    const board = await heldUp(() => boards.board());
    return { graph, minimum, vouch, cold, more, explained, ordinaryCold, ordinaryMore, board };
  } finally {
    model.close();
    kept.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The median of the totals, and of the longest stretches the longest. */
async function worst(count: number, work: (round: number) => Promise<HeldUp>): Promise<HeldUp> {
  const found: HeldUp[] = [];
  for (let round = 0; round < count; round++) found.push(await work(round));
  return { total: median(found.map(({ total }) => total)), longest: Math.max(...found.map(({ longest }) => longest)) };
}
