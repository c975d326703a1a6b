import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import autocannon from 'autocannon';
import { buildServer } from '../src/http/server.ts';
import type { App } from '../src/http/app.ts';
import type { Services } from '../src/operations/ports.ts';
import { openWhole } from '../test/support/open-whole.ts';
import { site } from '../src/web/site.ts';
import { holds, median, show } from './measure.ts';
import type { Ratio } from './measure.ts';
import { Random, RandomBoard } from './random-board.ts';

/**
 * `npm run bench:web [-- items]`: the board's page on a board of 100,000 items, or as many as asked: how long the node takes
 * for it, what the first visit weighs, and how many of them a second beside JSON of the same data. Answers that are kept
 * while nothing changes are left out of it: each request brings a cookie.
 */
const headers = { accept: 'text/html', cookie: 'x=y' };
const compressed = { ...headers, 'accept-encoding': 'br, gzip' };
const count = Number(process.argv[2] ?? 100_000);
const dir = mkdtempSync(join(tmpdir(), 'wasteland-bench-web-'));
const readModel = openWhole(join(dir, 'readmodel.sqlite'));
const board = new RandomBoard(new Random(1), count);
board.writeTo(readModel);
const app = await buildServer(servicesOver(readModel.reader, board.items[0]?.home ?? ''), { doors: [site] });
try {
  const ratios = [...(await pageTimes(app, board)), await firstVisit(app), await rates(app)];
  for (const ratio of ratios) console.log(show(ratio));
  process.exitCode = ratios.every(holds) ? 0 : 1;
} finally {
  await app.close();
  readModel.close();
  rmSync(dir, { recursive: true, force: true });
}

/** What the board uses of a node that is alone. */
function servicesOver(reader: Services['reader'], id: string): Services {
  const services = {
    reader,
    writer: { boardCurrent: () => Promise.resolve() },
    node: { id, url: () => 'http://127.0.0.1:8080', remotes: () => undefined },
    homes: { urlOf: () => undefined },
    private: { equivocations: { get: () => undefined }, peers: { list: () => [] } },
    settings: { name: 'bench', version: '0.0.0', registration: 'open' },
    happenings: { now: () => 0, idAt: () => '0' },
    adminToken: 'bench',
    changes: () => 0,
    checkRoom: () => undefined,
  };
  return services as unknown as Services;
}

/** Milliseconds of pages with all kinds of filters, from the request's line to the answer's last byte. */
async function pageTimes(app: App, board: RandomBoard): Promise<Ratio[]> {
  const kinds = {
    'as it opens': () => '/',
    'of a project': () => `/?project=${encodeURIComponent(board.project())}&status=all`,
    'of a search': () => `/?q=${encodeURIComponent(board.word())}&status=all`,
    'in columns': () => '/?view=columns',
  };
  const ratios: Ratio[] = [];
  for (const [what, url] of Object.entries(kinds)) {
    const times: number[] = [];
    for (let turn = 0; turn < 200; turn++) {
      const started = performance.now();
      const { statusCode } = await app.inject({ url: url(), headers });
      times.push(performance.now() - started);
      if (statusCode !== 200) throw new Error(`${url()}: ${statusCode}`);
    }
    const sorted = times.sort((a, b) => a - b);
    const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
    ratios.push({
      name: `ms of the board's page ${what}, median (${count} items)`,
      value: median(sorted),
      limit: { atMost: 15 },
      from: `p99 ${p99.toFixed(2)} ms`,
    });
  }
  return ratios;
}

/** Thousands of bytes over the wire for a first visit: the page as it opens and all that it names. */
async function firstVisit(app: App): Promise<Ratio> {
  const page = await app.inject({ url: '/', headers: compressed });
  const plain = await app.inject({ url: '/', headers });
  const files = [...plain.body.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, file = '']) => file);
  const sent = [page.rawPayload.length];
  let whole = plain.rawPayload.length;
  for (const url of new Set(files)) {
    sent.push((await app.inject({ url, headers: compressed })).rawPayload.length);
    whole += (await app.inject({ url })).rawPayload.length;
  }
  const total = sent.reduce((sum, size) => sum + size, 0);
  return {
    name: 'kB of a first visit, with all its files',
    value: total / 1000,
    limit: { atMost: 60 },
    from: `${sent.join(' + ')} bytes compressed; ${whole} plain`,
  };
}

/** Pages a second by JSON of the same data a second, turn by turn. */
async function rates(app: App): Promise<Ratio> {
  const base = await app.listen({ port: 0, host: '127.0.0.1' });
  const rate = async (path: string): Promise<number> => {
    const result = await autocannon({ url: base + path, connections: 8, duration: 4, headers });
    if (result.non2xx > 0) throw new Error(`${result.non2xx} answers other than 2xx from ${path}`);
    return result.requests.average;
  };
  const pages: number[] = [];
  const json: number[] = [];
  for (let round = 0; round < 3; round++) {
    pages.push(await rate('/'));
    json.push(await rate('/v1/wanted?status=open'));
  }
  return {
    name: 'pages a second / JSON of the same data a second',
    value: median(pages) / median(json),
    limit: { atLeast: 0.4 },
    from: `${median(pages).toFixed(0)}/s / ${median(json).toFixed(0)}/s`,
  };
}
