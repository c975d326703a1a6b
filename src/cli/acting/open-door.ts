import { NodeClient } from '../../client/node-client.ts';
import { systemClock } from '../../clock.ts';
import { urlOf } from '../options.ts';
import type { ActingOptions } from '../options.ts';
import { bearerOf } from './bearer.ts';
import type { Door } from './door.ts';
import { tokenDoor } from './token-door.ts';

/** The way in that the options name. */
export async function openDoor(options: ActingOptions): Promise<Door> {
  const bearer = bearerOf(options);
  const url = urlOf(options);
  return bearer === undefined ? await openKeyDoor(url, options.key) : tokenDoor(new NodeClient({ url, token: bearer }));
}

/** What signs is loaded only where something is signed: it takes most of the time that a command needs to start. */
async function openKeyDoor(url: string, key: string | undefined): Promise<Door> {
  const { findKey, rigOf } = await import('../keys/keyring.ts');
  const { SigningClient } = await import('../../client/signing-client.ts');
  const { KeyDoor } = await import('./key-door.ts');
  const node = new NodeClient({ url });
  return new KeyDoor(node, new SigningClient(node, rigOf(findKey(key)), systemClock));
}
