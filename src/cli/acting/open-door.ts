import { NodeClient } from '../../client/node-client.ts';
import { SigningClient } from '../../client/signing-client.ts';
import { systemClock } from '../../clock.ts';
import { findKey, rigOf } from '../keys/keyring.ts';
import { urlOf, variable } from '../options.ts';
import type { ActingOptions } from '../options.ts';
import { UsageError } from '../terminal/exit-codes.ts';
import type { Door } from './door.ts';
import { KeyDoor } from './key-door.ts';
import { tokenDoor } from './token-door.ts';

/** The way in that the options name: what is given on the command line comes before the environment, a token of the
 * environment before the user's keys. */
export function openDoor(options: ActingOptions): Door {
  const { token, key } = options;
  if (token !== undefined && key !== undefined) throw new UsageError('give --token or --key, not both');
  const bearer = token ?? (key === undefined ? variable('TOKEN') : undefined);
  const url = urlOf(options);
  if (bearer !== undefined) return tokenDoor(new NodeClient({ url, token: bearer }));
  const node = new NodeClient({ url });
  return new KeyDoor(node, new SigningClient(node, rigOf(findKey(key)), systemClock));
}
