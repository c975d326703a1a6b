import { request } from 'undici';
import type { LogPage } from '../src/wire/api/log.ts';
import { Poster } from './http.ts';
import { alternately, median, timed } from './measure.ts';
import type { Ratio } from './measure.ts';
import { NodeProcess } from '../test/support/node-process.ts';
import type { RawLedger } from './raw-ledger.ts';
import { OwnKeyRig } from '../test/support/own-key-rig.ts';
import { postings } from './signer.ts';
import { published } from './sync.ts';

/** First acts, which aren't counted: V8 compiles what a node does for each until about 11,000 of them have come. */
const unmeasured = 12_000;
const rounds = 40;
const perRound = 25;
const clients = 32;
const crowds = 9;
const perCrowd = 1_600;
/** Raw acts after each crowd: a tenth of a second of them would say little. */
const rawPerCrowd = 100;

/** A serial signed act over HTTP, and 32 clients at once, against the raw serial act. What the node still has to do for its
 * commons when many acts have been answered belongs to neither side. */
export async function measureActs(
  node: NodeProcess,
  raw: RawLedger,
  rig: OwnKeyRig,
  size: string,
  from: number,
): Promise<Ratio[]> {
  const serial = new Poster(node.url, 1);
  const tokens = await postings(rig, from, rounds * perRound);
  const rawTokens = [...tokens];
  const [acts, raws] = await alternately(
    rounds,
    () => timesOf(tokens.splice(0, perRound), (token) => serial.one(token)),
    () => timesOf(rawTokens.splice(0, perRound), (token) => raw.act(token)),
  );
  await serial.close();
  const act = median(acts);
  const bare = median(raws);

  const crowdFrom = from + rounds * perRound;
  const crowd = await postings(rig, crowdFrom, crowds * perCrowd);
  const rawCrowd = crowd.slice(0, crowds * rawPerCrowd);
  const [together, alone] = await alternately(
    crowds,
    async () => {
      const elapsed = await timeOfAll(node, crowd.splice(0, perCrowd));
      await published(node);
      return [elapsed / perCrowd];
    },
    () => timesOf(rawCrowd.splice(0, rawPerCrowd), (token) => raw.act(token)),
  );
  const perSecond = 1000 / median(together);
  const rawPerSecond = 1000 / median(alone);
  return [
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
  ];
}

/** A serial act at a node that has grown against one at a node that has just begun, turn by turn: between two moments of a run
 * the disk alone may differ by more than a log's length costs. */
export async function measureGrown(grown: NodeProcess, rig: OwnKeyRig, size: string, from: number): Promise<Ratio> {
  const fresh = await new NodeProcess('fresh').start();
  try {
    const freshRig = await OwnKeyRig.make(fresh.id, 'bench');
    const [large, small] = [new Poster(grown.url, 1), new Poster(fresh.url, 1)];
    await small.one(freshRig.document);
    await warmUp(fresh, freshRig, from);
    const tokens = await postings(rig, from, rounds * perRound);
    const freshTokens = await postings(freshRig, from + unmeasured, rounds * perRound);
    const times = await alternately(
      rounds,
      () => timesOf(tokens.splice(0, perRound), (token) => large.one(token)),
      () => timesOf(freshTokens.splice(0, perRound), (token) => small.one(token)),
    );
    await Promise.all([large.close(), small.close()]);
    const [act, whenEmpty] = [median(times[0]), median(times[1])];
    return {
      name: `act at ${size} / act when empty`,
      value: act / whenEmpty,
      limit: { atMost: 1.3 },
      from: `${act.toFixed(2)} ms / ${whenEmpty.toFixed(2)} ms, p50`,
    };
  } finally {
    await fresh.remove();
  }
}

/** Milliseconds of each act, one after the other. */
async function timesOf(tokens: readonly string[], act: (token: string) => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (const token of tokens) times.push(await timed(() => act(token)));
  return times;
}

/** Acts that aren't counted. */
export async function warmUp(node: NodeProcess, rig: OwnKeyRig, from: number): Promise<void> {
  await timeOfAll(node, await postings(rig, from, unmeasured));
  await published(node);
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

/** Brings node and raw ledger to so many entries, in requests of 100 acts. */
export async function fillTo(
  entries: number,
  node: NodeProcess,
  raw: RawLedger,
  rig: OwnKeyRig,
  from: number,
): Promise<void> {
  const poster = new Poster(node.url, 4);
  const missing = Math.max(0, Math.ceil((entries - (await entriesOf(node))) / 100));
  const batches = Array.from({ length: missing }, (_, index) => from + index * 100);
  const workers = Array.from({ length: 4 }, async () => {
    for (let start = batches.shift(); start !== undefined; start = batches.shift()) {
      const tokens = await postings(rig, start, 100);
      await poster.many(tokens);
      await raw.fill(tokens);
    }
  });
  await Promise.all(workers);
  await poster.close();
  while (raw.entries < entries) await raw.fill(await postings(rig, from + raw.entries, 100));
}

/** How many entries a node holds, of all logs. */
export async function entriesOf(node: NodeProcess): Promise<number> {
  const { items } = (await (await request(`${node.url}/v1/logs`)).body.json()) as LogPage;
  return items.reduce((sum, { seq }) => sum + seq, 0);
}
