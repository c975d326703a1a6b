import { variable } from '../options.ts';
import type { ActingOptions } from '../options.ts';
import { UsageError } from '../terminal/exit-codes.ts';

/** The token that the options mean, or undefined when a key is meant: what is given on the command line comes before the
 * environment, a token of the environment before the user's keys. */
export function bearerOf({ token, key }: ActingOptions): string | undefined {
  if (token !== undefined && key !== undefined) throw new UsageError('give --token or --key, not both');
  return token ?? (key === undefined ? variable('TOKEN') : undefined);
}
