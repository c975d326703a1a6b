import type { PrivateKey } from '../identity/keys.ts';
import type { PublicKey } from '../wire/document.ts';
import { ClientError } from './client-error.ts';
import { documentOf } from './document-chain.ts';
import { publicKeyOf } from './local-rig.ts';
import type { LocalRig } from './local-rig.ts';
import { nextDocument } from './next-document.ts';
import type { Upto } from './next-document.ts';
import type { NodeClient } from './node-client.ts';

/**
 * Changes of a rig's keys. Each signs the next document and gives the rig with it: keep that first, then publish it with
 * `SigningClient.publish`. Ask the rig's home, whose log is the one in which most of its acts stand.
 */

/** Positions that one document can name: a token holds 16,000 characters. */
const mostPositions = 120;

/** Lets another key speak for the rig too. `now` in milliseconds. */
export async function addKey(rig: LocalRig, key: PublicKey, now: number): Promise<LocalRig> {
  return await nextDocument(rig, { add: [key] }, now);
}

/** Puts a new key in the place of the rig's own. What the old one signed up to now still counts. */
export async function rotateKey(node: NodeClient, rig: LocalRig, fresh: PrivateKey, now: number): Promise<LocalRig> {
  const drop = [{ kid: rig.key.kid, upto: await reach(node, rig) }];
  return { ...(await nextDocument(rig, { add: [publicKeyOf(fresh)], drop }, now)), key: fresh };
}

/** Takes keys from the rig. What they signed up to now still counts, or up to `upto` when one was stolen. */
export async function dropKeys(
  node: NodeClient,
  rig: LocalRig,
  kids: readonly string[],
  now: number,
  upto?: Upto,
): Promise<LocalRig> {
  if (kids.includes(rig.key.kid)) {
    throw new ClientError('refused', `key ${rig.key.kid} signs this: rotate it, or let another key drop it`);
  }
  const reached = upto ?? (await reach(node, rig, kids.length));
  return await nextDocument(rig, { drop: kids.map((kid) => ({ kid, upto: reached })) }, now);
}

/**
 * How far each log reaches that the node knows, for the `upto` of `keys` dropped keys. Where there are more logs than fit,
 * the rig's homes come first: set acts count in no others (protocol.md section 5).
 */
export async function reach(node: NodeClient, rig: LocalRig, keys = 1): Promise<Upto> {
  const { items } = await node.get('/v1/logs');
  const homes = new Set([rig.home, ...rig.documents.map((text) => documentOf(text)?.payload.home)]);
  const logs = items.toSorted((a, b) => Number(homes.has(b.origin)) - Number(homes.has(a.origin)));
  const fitting = logs.slice(0, Math.floor(mostPositions / keys));
  return Object.fromEntries(fitting.map(({ origin, seq }) => [origin, seq]));
}
