import { NodeClient } from '../../client/node-client.ts';
import { systemClock } from '../../clock.ts';
import { urlOf, variable } from '../options.ts';
import type { ActingOptions } from '../options.ts';
import { UsageError } from '../terminal/exit-codes.ts';
import type { Door } from './door.ts';
import { tokenDoor } from './token-door.ts';

/** The way in that the options name: what is given on the command line comes before the environment, a token of the
 * environment before the user's keys. */
export async function openDoor(options: ActingOptions): Promise<Door> {
  const { token, key } = options;
  if (token !== undefined && key !== undefined) {
    throw new UsageError('give --token or --key, not both');
  }
  const bearer = token ?? (key === undefined ? variable('TOKEN') : undefined);
  const url = urlOf(options);
  return bearer === undefined ? await openKeyDoor(url, key) : tokenDoor(new NodeClient({ url, token: bearer }));
}

/** What signs is loaded only where something is signed: it takes most of the time that a command needs to start. */
async function openKeyDoor(url: string, key: string | undefined): Promise<Door> {
  const { findKey, rigOf } = await import('../keys/keyring.ts');
  const { SigningClient } = await import('../../client/signing-client.ts');
  const { KeyDoor } = await import('./key-door.ts');
  const node = new NodeClient({ url });
  return new KeyDoor(node, new SigningClient(node, rigOf(findKey(key)), systemClock));
}
