import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { Pool } from 'undici';
import { NodeProcess } from '../test/support/node-process.ts';
import { alternately, holds, median, show } from './measure.ts';
import type { Ratio } from './measure.ts';

/**
 * `npm run bench:gate [-- seconds]`: the gate asked a thousand times a second, about all kinds of askers, over loopback.
 * Asks are sent when they are due, whether those before are answered or not, so that one slow answer shows in those behind
 * it. Second by second a bare server is asked as much: what it takes longer than at rest, the machine was busy. Exits 1
 * beyond a limit.
 */
const seconds = Number(process.argv[2] ?? 10);
const rate = 1_000;
let strangers = 0;

const node = await new NodeProcess('gate').start();
const bareServer = spawn(process.execPath, [new URL('bare-server.ts', import.meta.url).pathname], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [port] = (await once(bareServer.stdout, 'data')) as [Buffer];
const pool = new Pool(node.url, { connections: 16, pipelining: 1 });
const barePool = new Pool(`http://127.0.0.1:${port.toString().trim()}`, { connections: 16, pipelining: 1 });
try {
  const questions = await prepare();
  await load(pool, questions, 2 * rate);
  await load(barePool, ['/'], rate);
  let used = 0;
  const [times, bare] = await alternately(
    seconds,
    async () => {
      const before = await processorSeconds();
      const found = await load(pool, questions, rate);
      used += (await processorSeconds()) - before;
      return found;
    },
    () => load(barePool, ['/'], rate),
  );
  const p99 = at(times, 0.99);
  const ratios: Ratio[] = [
    {
      name: `gate at ${rate} asks a second, 99 % within (ms)`,
      value: p99,
      limit: { atMost: 2 },
      from: `by the second ${median(bySecond(times)).toFixed(2)} ms; median ${median(times).toFixed(2)} ms, longest ${at(times, 1).toFixed(2)} ms, ${times.length} asks`,
    },
    {
      name: 'the same beyond what a bare server takes beside it (ms)',
      value: p99 - at(bare, 0.99),
      limit: { atMost: 2 },
      from: `bare node:http: 99 % within ${at(bare, 0.99).toFixed(2)} ms, median ${median(bare).toFixed(2)} ms`,
    },
    {
      name: 'what an ask takes of the processor (ms)',
      value: (1000 * used) / times.length,
      limit: { atMost: 0.5 },
      from: `the node was ${((100 * used * rate) / times.length).toFixed(0)} % of one core`,
    },
  ];
  for (const ratio of ratios) console.log(show(ratio));
  process.exitCode = ratios.every(holds) ? 0 : 1;
} finally {
  await Promise.all([pool.close(), barePool.close()]);
  bareServer.kill();
  await node.remove();
}

/** What the node's process has used so far, as its metrics say. */
async function processorSeconds(): Promise<number> {
  const answer = await pool.request({ method: 'GET', path: '/metrics' });
  const [, value] = /^process_cpu_seconds_total ([\d.]+)/m.exec(await answer.body.text()) ?? [];
  return Number(value);
}

/** A worker with a record, a newcomer, an item with a min_tier, a list and a block; returns what is asked in turn. */
async function prepare(): Promise<string[]> {
  const admin = node.adminToken();
  const register = async (handle: string): Promise<{ id: string; token: string }> => {
    const { rig, token } = await send('/v1/rigs', { handle });
    return { id: rig.id, token };
  };
  const [poster, worker, newcomer] = [await register('poster'), await register('worker'), await register('newcomer')];
  const validators = await Promise.all(Array.from({ length: 20 }, (_, index) => register(`validator-${index}`)));
  for (const { id } of validators) await send('/v1/admin/vouches', { subject: id }, admin);
  for (let count = 0; count < 5; count++) {
    const { item } = await send('/v1/wanted', { title: 'Mend it', type: 'bug' }, poster.token);
    await send(`/v1/wanted/${item.id}/claim`, {}, worker.token);
    const work = { evidence: [{ url: 'https://example.org' }] };
    const { completion } = await send(`/v1/wanted/${item.id}/submit`, work, worker.token);
    await send(`/v1/wanted/${item.id}/accept`, {}, poster.token);
    const said = { completion, dimensions: { quality: { score: 4, confidence: 0.8 } } };
    for (const { token } of validators) await send('/v1/stamps', said, token);
  }
  const { item } = await send('/v1/wanted', { title: 'Hard', type: 'bug', min_tier: 2 }, poster.token);
  await send('/v1/admin/vouch-list', { list: 'alice\n-mallory\n' }, admin);
  return [
    `who=${worker.id}`,
    `who=worker&act=claim&item=${item.id}`,
    `who=${newcomer.id.slice(0, 12)}`,
    'who=github:alice&number=1',
    'who=github:mallory',
    'who=github:stranger&act=post',
    `who=${validators[0]?.id}&act=review`,
  ].map((query) => `/v1/gate?${query}`);
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function send(path: string, body: object, token?: string): Promise<any> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await pool.request({ method: 'POST', path, headers, body: JSON.stringify(body) });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${path}: ${answer.statusCode} ${text}`);
  return JSON.parse(text);
}

/** The stranger is another one each time: nobody has been told about that one a moment ago. */
function askedAs(question: string): string {
  return question.replace('stranger', () => `stranger-${strangers++}`);
}

async function load(server: Pool, questions: readonly string[], asks: number): Promise<number[]> {
  const times: number[] = [];
  const pending: Promise<void>[] = [];
  const start = performance.now();
  for (let index = 0; index < asks; index++) {
    const due = start + (index * 1000) / rate;
    // It sleeps instead of turning round: what it takes from the machine, it takes from the node.
    while (performance.now() < due) await setTimeout(1);
    pending.push(ask(server, askedAs(questions[index % questions.length] ?? '')).then((time) => void times.push(time)));
  }
  await Promise.all(pending);
  return times;
}

async function ask(server: Pool, path: string): Promise<number> {
  const sent = performance.now();
  const answer = await server.request({ method: 'GET', path });
  await answer.body.dump();
  if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode}`);
  return performance.now() - sent;
}

/** The same of each second alone, by its middle: what the gate does while the machine does nothing else. */
function bySecond(times: readonly number[]): number[] {
  return Array.from({ length: seconds }, (_, second) => at(times.slice(second * rate, (second + 1) * rate), 0.99));
}

/** The value below which this share lies. */
function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
