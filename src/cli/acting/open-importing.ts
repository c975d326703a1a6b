import { createHash } from 'node:crypto';
import { NodeClient } from '../../client/node-client.ts';
import { systemClock } from '../../clock.ts';
import { urlOf } from '../options.ts';
import type { ActingOptions } from '../options.ts';
import { bearerOf } from './bearer.ts';
import type { Acted, Door, Posting } from './door.ts';

/** Who brings items here from elsewhere. */
export interface Importing {
  node: NodeClient;
  /** Id of the rig. */
  rig: string;
  door: Door;
  /** Posts an item with an `origin_ref`; of two that run at once and say the same, one does. */
  post(posting: Posting): Promise<Acted>;
}

/** The way in that the options name, for an import. */
export async function openImporting(options: ActingOptions): Promise<Importing> {
  const url = urlOf(options);
  const bearer = bearerOf(options);
  return bearer === undefined ? await withKey(url, options.key) : await withToken(url, bearer);
}

/** The node answers a second posting under the same key with the first one. */
async function withToken(url: string, token: string): Promise<Importing> {
  const { claimsOf } = await import('./token-claims.ts');
  const { tokenDoor } = await import('./token-door.ts');
  const node = new NodeClient({ url, token });
  const post = (posting: Posting): Promise<Acted> => {
    const headers = { 'idempotency-key': `import ${digest(posting.origin_ref ?? '').toString('hex')}` };
    return tokenDoor(new NodeClient({ url, token, headers })).post(posting);
  };
  return { node, rig: claimsOf(token).rig, door: tokenDoor(node), post };
}

const day = 24 * 60 * 60 * 1000;
/** A node takes acts that were signed up to three days ago (protocol.md section 5). */
const today = { now: () => Math.floor(systemClock.now() / day) * day };

/** What says the same on the same day becomes the very same token, which a log holds once. */
async function withKey(url: string, key: string | undefined): Promise<Importing> {
  const { findKey, rigOf } = await import('../keys/keyring.ts');
  const { SigningClient } = await import('../../client/signing-client.ts');
  const { KeyDoor } = await import('./key-door.ts');
  const node = new NodeClient({ url });
  const rig = rigOf(findKey(key));
  const jtiOf = (says: string): string => digest(`${rig.id} ${says}`).subarray(0, 16).toString('base64url');
  const once = new KeyDoor(node, new SigningClient(node, rig, today, undefined, jtiOf));
  return {
    node,
    rig: rig.id,
    door: new KeyDoor(node, new SigningClient(node, rig, systemClock)),
    post: (posting) => once.post(posting),
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
