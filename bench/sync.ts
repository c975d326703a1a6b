import { verify, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import { Poster } from './http.ts';
import { median, timed } from './measure.ts';
import type { Ratio } from './measure.ts';
import type { NodeProcess } from '../test/support/node-process.ts';
import type { RawLedger } from './raw-ledger.ts';
import type { OwnKeyRig } from '../test/support/own-key-rig.ts';
import { postings } from './signer.ts';

const entries = 1000;
/** Of a second each: one in a few meets a publication or a collection of garbage, and a median of many doesn't hang on which. */
const rounds = 15;

async function admin(node: NodeProcess, method: 'POST', path: string, body?: object): Promise<unknown> {
  const token = readFileSync(join(node.dataDir, 'admin-token'), 'utf8').trim();
  const answer = await request(node.url + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headersTimeout: 600_000,
    bodyTimeout: 600_000,
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
  return JSON.parse(text);
}

export async function addPeer(node: NodeProcess, peer: NodeProcess): Promise<void> {
  await admin(node, 'POST', '/v1/admin/peers', { url: peer.url });
}

/** Resolves when the commons show everything: a digest publishes first. */
export async function published(node: NodeProcess): Promise<void> {
  await (await request(`${node.url}/v1/digest`, { headersTimeout: 600_000 })).body.dump();
}

export async function syncPeer(node: NodeProcess, peer: NodeProcess): Promise<void> {
  const report = (await admin(node, 'POST', `/v1/admin/peers/${peer.id}/sync`)) as { result: string };
  if (report.result !== 'ok') throw new Error(`sync: ${JSON.stringify(report)}`);
}

/** Syncs that bring 1,000 entries (one commit each 100 acts) against a bare DOLT_FETCH of the same and 1,000 signature checks
 * with node:crypto, turn by turn; the medians of all. */
export async function measureSync(
  home: NodeProcess,
  reader: NodeProcess,
  raw: RawLedger,
  rig: OwnKeyRig,
  size: string,
  from: number,
): Promise<Ratio> {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: rig.key.x }, format: 'jwk' });
  const [bares, fulls]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    await raw.prepareFetch(home.remotes.ledger);
    await syncPeer(reader, home);
    await published(reader);
    const tokens = await postings(rig, from + round * entries, entries);
    await post(home, tokens);
    bares.push(await timed(() => fetchBare(raw, tokens, key)));
    fulls.push(await timed(() => syncPeer(reader, home)));
  }
  const [bare, full] = [median(bares), median(fulls)];
  return {
    name: `sync of ${entries} entries / DOLT_FETCH and as many verifications (${size})`,
    value: full / bare,
    limit: { atMost: 2 },
    from: `${full.toFixed(0)} ms / ${bare.toFixed(0)} ms`,
  };
}

/** In commits of 100 acts. What the home still has to do for its own commons belongs to neither side. */
async function post(home: NodeProcess, tokens: string[]): Promise<void> {
  const poster = new Poster(home.url, 1);
  for (let start = 0; start < tokens.length; start += 100) await poster.many(tokens.slice(start, start + 100));
  await poster.close();
  await published(home);
}

async function fetchBare(raw: RawLedger, tokens: string[], key: KeyObject): Promise<void> {
  await raw.fetch();
  for (const token of tokens) {
    const end = token.lastIndexOf('.');
    const holds = verify(null, Buffer.from(token.slice(0, end)), key, Buffer.from(token.slice(end + 1), 'base64url'));
    if (!holds) throw new Error('a signature of the bench does not hold');
  }
}
