import { Poster } from './http.ts';
import { alternately, median, timed } from './measure.ts';
import type { Ratio } from './measure.ts';
import type { NodeProcess } from '../test/support/node-process.ts';
import type { RawLedger } from './raw-ledger.ts';
import type { OwnKeyRig } from '../test/support/own-key-rig.ts';
import { postings } from './signer.ts';
import { published } from './sync.ts';

/** First acts, which aren't counted: V8 compiles what a node does for each until about 11,000 of them have come. */
const unmeasured = 12_000;
const rounds = 10;
const perRound = 25;
const clients = 32;
const crowds = 5;
const perCrowd = 1_600;
/** Raw acts after each crowd: a tenth of a second of them would say little. */
const rawPerCrowd = 100;

export interface ActFigures {
  ratios: Ratio[];
  /** Median of a serial act in milliseconds: over HTTP, and raw. */
  act: number;
  raw: number;
}

/** A serial signed act over HTTP, and 32 clients at once, against the raw serial act. What the node still has to do for its
 * commons when many acts have been answered belongs to neither side. */
export async function measureActs(
  node: NodeProcess,
  raw: RawLedger,
  rig: OwnKeyRig,
  size: string,
  from: number,
): Promise<ActFigures> {
  await timeOfAll(node, await postings(rig, from, unmeasured));
  await published(node);
  const serial = new Poster(node.url, 1);
  const measuredFrom = from + unmeasured;
  const tokens = await postings(rig, measuredFrom, rounds * perRound);
  const rawTokens = [...tokens];
  const take = async (source: string[], act: (token: string) => Promise<void>, count = perRound): Promise<number[]> => {
    const times: number[] = [];
    for (const token of source.splice(0, count)) times.push(await timed(() => act(token)));
    return times;
  };
  const [acts, raws] = await alternately(
    rounds,
    () => take(tokens, (token) => serial.one(token)),
    () => take(rawTokens, (token) => raw.act(token)),
  );
  await serial.close();
  const act = median(acts);
  const bare = median(raws);

  const crowdFrom = measuredFrom + rounds * perRound;
  const crowd = await postings(rig, crowdFrom, crowds * perCrowd);
  const rawCrowd = crowd.slice(0, crowds * rawPerCrowd);
  const [together, alone] = await alternately(
    crowds,
    async () => {
      const elapsed = await timeOfAll(node, crowd.splice(0, perCrowd));
      await published(node);
      return [elapsed / perCrowd];
    },
    () => take(rawCrowd, (token) => raw.act(token), rawPerCrowd),
  );
  const perSecond = 1000 / median(together);
  const rawPerSecond = 1000 / median(alone);
  return {
    act,
    raw: bare,
    ratios: [
      {
        name: `serial signed act / raw mysql2 with DOLT_COMMIT (${size})`,
        value: act / bare,
        limit: { atMost: 1.5 },
        from: `${act.toFixed(2)} ms / ${bare.toFixed(2)} ms, p50`,
      },
      {
        name: `32 clients / raw serial rate (${size})`,
        value: perSecond / rawPerSecond,
        limit: { atLeast: 5 },
        from: `${perSecond.toFixed(0)}/s / ${rawPerSecond.toFixed(0)}/s`,
      },
    ],
  };
}

/** Milliseconds that the clients take together for these acts. */
async function timeOfAll(node: NodeProcess, tokens: string[]): Promise<number> {
  const many = new Poster(node.url, clients);
  const elapsed = await timed(async () => {
    const workers = Array.from({ length: clients }, async () => {
      for (let token = tokens.pop(); token !== undefined; token = tokens.pop()) await many.one(token);
    });
    await Promise.all(workers);
  });
  await many.close();
  return elapsed;
}

/** Brings node and raw ledger to a size, in requests of 100 acts. */
export async function fill(
  node: NodeProcess,
  raw: RawLedger,
  rig: OwnKeyRig,
  from: number,
  count: number,
): Promise<void> {
  const poster = new Poster(node.url, 4);
  const batches = Array.from({ length: Math.ceil(count / 100) }, (_, index) => from + index * 100);
  const workers = Array.from({ length: 4 }, async () => {
    for (let start = batches.shift(); start !== undefined; start = batches.shift()) {
      const tokens = await postings(rig, start, 100);
      await poster.many(tokens);
      await raw.fill(tokens);
    }
  });
  await Promise.all(workers);
  await poster.close();
}
