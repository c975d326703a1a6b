import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import autocannon from 'autocannon';
import { request } from 'undici';
import type { Ratio } from './measure.ts';
import type { NodeProcess } from '../test/support/node-process.ts';

const page = '/v1/wanted?status=open&project=project-7&limit=50';
const seconds = 5;

/** A filtered page of the board against a bare node:http server that sends the same bytes. */
export async function measureBoard(node: NodeProcess, size: string): Promise<Ratio> {
  const answer = await request(node.url + page);
  const body = Buffer.from(await answer.body.arrayBuffer());
  if (answer.statusCode !== 200) throw new Error(`GET ${page}: ${answer.statusCode}`);
  const bare = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(body);
  });
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
  const { port } = bare.address() as AddressInfo;
  try {
    const bareRate = await rate(`http://127.0.0.1:${port}${page}`);
    const nodeRate = await rate(node.url + page);
    return {
      name: `filtered board page / bare node:http with the same bytes (${size})`,
      value: nodeRate / bareRate,
      limit: { atLeast: 0.4 },
      from: `${nodeRate.toFixed(0)}/s / ${bareRate.toFixed(0)}/s, ${body.length} bytes`,
    };
  } finally {
    bare.closeAllConnections();
    await new Promise((resolve) => bare.close(resolve));
  }
}

async function rate(url: string): Promise<number> {
  await autocannon({ url, connections: 8, duration: 1 });
  const result = await autocannon({ url, connections: 8, duration: seconds });
  if (result.non2xx > 0) throw new Error(`${result.non2xx} answers other than 2xx from ${url}`);
  return result.requests.average;
}
