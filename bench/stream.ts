import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NodeProcess } from '../test/support/node-process.ts';
import { OwnKeyRig } from '../test/support/own-key-rig.ts';
import { Poster } from './http.ts';
import { alternately, holds, median, show, timed } from './measure.ts';
import type { Ratio } from './measure.ts';
import type { Order, Report } from './readers.ts';
import { postings } from './signer.ts';

/**
 * `npm run bench:stream`: what an act costs while 200 readers, one of whom is stalled, hear of everything, against the same
 * act while nobody does; turn by turn. Readers resume at each turn, so that each hears all 4,000 acts. Exits 1 when an act
 * takes more than 1.1 times as long, when somebody misses one or hears it twice, or when memory grows without bound.
 */
const count = 200;
const rounds = 20;
const perRound = 100;
const megabyte = 1_048_576;

const node = await new NodeProcess('streaming').start();
const child = fork(fileURLToPath(new URL('readers.ts', import.meta.url)), [node.url, String(count)]);

async function tell(order: Order): Promise<Report> {
  return await new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`the readers ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (report) => {
      child.off('exit', ended);
      resolve(report as Report);
    });
    child.send(order);
  });
}

/** Bytes that the node's process holds. */
function resident(): number {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${node.pids().node}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

const ratios: Ratio[] = [];
try {
  const rig = await OwnKeyRig.make(node.id, 'bench');
  const poster = new Poster(node.url, 1);
  await poster.one(rig.document);
  const tokens = await postings(rig, 0, (2 * rounds + 4) * perRound);
  let acts = 0;
  const act = async (): Promise<number[]> => {
    const times: number[] = [];
    for (const token of tokens.splice(0, perRound)) times.push(await timed(() => poster.one(token)));
    acts += times.length;
    return times;
  };
  await act();
  // Their first stream tells them where they begin.
  await tell({ do: 'open' });
  await new Promise((resolve) => setTimeout(resolve, 500));
  const { last: start } = await tell({ do: 'close' });
  await act();
  const before = resident();
  const first = acts;
  let most = before;
  const [heard, quiet] = await alternately(
    rounds,
    async () => {
      await tell({ do: 'open' });
      await tell({ do: 'catch up', place: start + acts - perRound });
      const times = await act();
      most = Math.max(most, resident());
      await tell({ do: 'catch up', place: start + acts - perRound });
      await tell({ do: 'close' });
      return times;
    },
    act,
  );
  await tell({ do: 'open' });
  await tell({ do: 'catch up', place: start + acts - perRound });
  const report = await tell({ do: 'report' });
  await poster.close();
  const [busy, idle] = [median(heard), median(quiet)];
  ratios.push(
    {
      name: `act with ${count} readers / act without`,
      value: busy / idle,
      limit: { atMost: 1.1 },
      from: `${busy.toFixed(2)} ms / ${idle.toFixed(2)} ms, p50 of ${heard.length} each`,
    },
    {
      name: 'readers that heard everything once',
      value: report.complete / count,
      limit: { atLeast: 1 },
      from: `${report.complete} of ${count} heard ${report.last - start}, ${report.wrong} gaps or doubles`,
    },
    {
      name: 'memory at most / before',
      value: most / before,
      limit: { atMost: 1.5 },
      from: `${(most / megabyte).toFixed(0)} MB / ${(before / megabyte).toFixed(0)} MB, ${acts - first} acts`,
    },
  );
} finally {
  child.kill();
  await node.remove();
}
for (const ratio of ratios) console.log(show(ratio));
process.exitCode = ratios.length === 3 && ratios.every(holds) ? 0 : 1;
