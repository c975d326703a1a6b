import { readBearer } from '../../operations/read-bearer.ts';
import type { Services } from '../../operations/ports.ts';
import type { Bearer } from '../node-board.ts';

/** Whose token an Authorization header brings: undefined where it brings none, `unknown` for what is no good token here. */
export async function bearerOf(
  services: Services,
  authorization: string | undefined,
): Promise<Bearer | 'unknown' | undefined> {
  if (authorization === undefined) return undefined;
  const text = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization)?.[1];
  return (text === undefined ? undefined : await readBearer(services, text)) ?? 'unknown';
}
