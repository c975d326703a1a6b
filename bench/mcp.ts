import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Pool } from 'undici';
import { NodeProcess } from '../test/support/node-process.ts';
import { OwnKeyRig } from '../test/support/own-key-rig.ts';
import { Poster } from './http.ts';
import { alternately, holds, median, show, timed } from './measure.ts';
import type { Ratio } from './measure.ts';

/**
 * `npm run bench:mcp`: `find_work` over MCP against the same REST request, one at a time, turn by turn. Once as the protocol's
 * bytes over the same HTTP client, once as an official client against fetch; exits 1 when a ratio misses its limit.
 */
const rounds = 20;
const each = 40;
const limit = { atMost: 2 };
const skills = ['go', 'rust', 'sql', 'docs', 'css'];

const node = await new NodeProcess('mcp').start();
const pool = new Pool(node.url, { connections: 1, pipelining: 1 });
const ratios: Ratio[] = [];
try {
  await fill(500);
  let turn = 0;
  // All of them stand in every item, so that each selection finds a full page.
  const said = 'something that somebody wants done and some words on how'.split(' ');
  const another = (): string => {
    turn += 1;
    return said.filter((_, bit) => (turn & (1 << bit)) !== 0).join(' ');
  };
  for (const [what, words] of [
    ['the same again', () => 'item'],
    ['always another', another],
  ] as const) {
    for (const version of ['2025-11-25', '2026-07-28'] as const) {
      await measure(
        `find_work / REST, ${version}, ${what}`,
        () => overMcp(version, words()),
        () => overRest(words()),
      );
    }
  }
  for (const version of ['2025-11-25', '2026-07-28'] as const) {
    const client = await clientOf(version);
    const call = () => client.callTool({ name: 'find_work', arguments: { skills: ['go'], limit: 20 } });
    const ask = async () => (await fetch(`${node.url}/v1/wanted?ready=true&skill=go&limit=20`)).json();
    await measure(`find_work by the official client / fetch, ${version}`, call, ask);
    await client.close();
  }
} finally {
  await pool.close();
  await node.remove();
}
process.exitCode = ratios.every(holds) ? 0 : 1;

async function measure(name: string, mcp: () => Promise<unknown>, rest: () => Promise<unknown>): Promise<void> {
  const some = (ask: () => Promise<unknown>) => async (): Promise<number[]> => {
    const times: number[] = [];
    for (let index = 0; index < each; index++) times.push(await timed(ask));
    return times;
  };
  // A node that runs has run long: what it does for MCP is compiled well only after some thousand calls.
  await alternately(50, some(mcp), some(rest));
  const [over, plain] = (await alternately(rounds, some(mcp), some(rest))).map(median);
  if (over === undefined || plain === undefined) return;
  const ratio = { name, value: over / plain, limit, from: `${over.toFixed(2)} ms / ${plain.toFixed(2)} ms` };
  ratios.push(ratio);
  console.log(show(ratio));
}

async function fill(count: number): Promise<void> {
  const rig = await OwnKeyRig.make(node.id, 'bench');
  const poster = new Poster(node.url, 1);
  await poster.one(rig.document);
  for (let done = 0; done < count; done += 100) {
    const postings = Array.from({ length: 100 }, (_, index) =>
      rig.sign('wanted.posted', {
        title: `item ${done + index}`,
        description: 'Something that somebody wants done, and some words on how. '.repeat(4),
        type: 'bug',
        priority: 2,
        effort: 'small',
        skills: [skills[index % skills.length] ?? ''],
      }),
    );
    await poster.many(await Promise.all(postings));
  }
  await poster.close();
}

async function overRest(words: string): Promise<void> {
  const path = `/v1/wanted?ready=true&skill=go&limit=20&q=${encodeURIComponent(words)}`;
  await answered(await pool.request({ method: 'GET', path }));
}

async function overMcp(version: string, words: string): Promise<void> {
  const name = 'find_work';
  const meta = {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const params = {
    name,
    arguments: { skills: ['go'], limit: 20, q: words },
    ...(version === '2026-07-28' && { _meta: meta }),
  };
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': version,
    'mcp-method': 'tools/call',
    'mcp-name': name,
  };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
  await answered(await pool.request({ method: 'POST', path: '/mcp', headers, body }));
}

async function answered({ statusCode, body }: Awaited<ReturnType<Pool['request']>>): Promise<void> {
  const text = await body.text();
  if (statusCode !== 200 || !text.includes('next_cursor')) throw new Error(`${statusCode} ${text.slice(0, 500)}`);
}

async function clientOf(version: '2025-11-25' | '2026-07-28'): Promise<Client> {
  const mode = version === '2025-11-25' ? 'legacy' : { pin: version };
  const client = new Client({ name: 'bench', version: '1' }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${node.url}/mcp`)));
  await client.listTools();
  return client;
}
