import type { PrivateKey } from '../identity/keys.ts';
import { signToken } from '../identity/sign.ts';
import { typs } from '../wire/header.ts';
import type { Checkpoint } from '../wire/checkpoint.ts';

/** Signs the head of this node's own log; `now` in milliseconds. */
export function signCheckpoint(
  key: PrivateKey,
  head: { origin: string; seq: number; root: string },
  now: number,
): string {
  const payload: Checkpoint = { iss: head.origin, seq: head.seq, root: head.root, iat: Math.floor(now / 1000) };
  return signToken(typs.checkpoint, payload, key);
}
