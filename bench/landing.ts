import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { request } from 'undici';
import { Poster } from './http.ts';
import { median, timed } from './measure.ts';
import type { Ratio } from './measure.ts';
import { addPeer, syncPeer } from './sync.ts';
import { NodeProcess } from '../test/support/node-process.ts';
import { OwnKeyRig } from '../test/support/own-key-rig.ts';
import { postings } from './signer.ts';

/** The histogram behind the metric ticks so often, and counts the tick in (`perf_hooks.monitorEventLoopDelay`). */
const tick = 10;

/** A visitor's whole log lands on an empty node, whose own rig acts all the while: how long its acts wait, and how late the
 * event loop is. `how` names the transport that the home's settings leave. */
export async function measureLanding(home: NodeProcess, entries: number, how: 'Dolt' | 'REST'): Promise<Ratio[]> {
  const reader = await new NodeProcess('lander').start();
  try {
    const rig = await OwnKeyRig.make(reader.id, 'local');
    const poster = new Poster(reader.url, 1);
    await poster.one(rig.document);
    const alone: number[] = [];
    for (const token of await postings(rig, 0, 100)) alone.push(await timed(() => poster.one(token)));
    await addPeer(reader, home);
    await latest(reader);

    const landing = { done: false };
    const started = performance.now();
    const sync = syncPeer(reader, home).finally(() => (landing.done = true));
    const acts: number[] = [];
    for (let from = 1_000; !landing.done; from += 50) {
      for (const token of await postings(rig, from, 50)) {
        if (landing.done) break;
        acts.push(await timed(() => poster.one(token)));
        await wait(10);
      }
    }
    await sync;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const late = await latest(reader);
    await poster.close();
    acts.sort((a, b) => a - b);
    const usual = median(alone);
    const p99 = acts[Math.floor((acts.length - 1) * 0.99)] ?? Number.NaN;
    const from = `${acts.length} acts, p50 ${median(acts).toFixed(1)}, p99 ${p99.toFixed(1)}, alone ${usual.toFixed(1)} ms`;
    return [
      {
        name: `ms that the slowest act waits for a landing of ${entries} by ${how}`,
        value: (acts.at(-1) ?? Number.NaN) - usual,
        limit: { atMost: 100 },
        from: `${from}; landed in ${seconds} s`,
      },
      {
        name: `ms that the event loop is late at most meanwhile (${how})`,
        value: late,
        limit: { atMost: 50 },
        from: 'nodejs_eventloop_lag_max_seconds',
      },
    ];
  } finally {
    await reader.remove();
  }
}

/** How late the event loop was at most since it was asked last, in milliseconds. */
async function latest(node: NodeProcess): Promise<number> {
  const text = await (await request(`${node.url}/metrics`)).body.text();
  const found = /^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(text)?.[1];
  if (found === undefined) throw new Error('no event loop lag in /metrics');
  return Number(found) * 1000 - tick;
}
