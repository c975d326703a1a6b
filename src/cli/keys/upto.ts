import type { Upto } from '../../client/next-document.ts';
import { isIdentityId } from '../../identity/strict-jws.ts';
import { UsageError } from '../terminal/exit-codes.ts';

/** Positions written `origin=seq`, or undefined when there are none: then all that was signed up to now counts. */
export function uptoOf(texts: readonly string[] | undefined): Upto | undefined {
  if (texts === undefined) return undefined;
  const positions = texts.map((text): [string, number] => {
    const [, origin, seq] = /^([^=]+)=(\d+)$/.exec(text) ?? [];
    const isOrigin: boolean = origin !== undefined && isIdentityId(origin);
    if (origin === undefined || !isOrigin) {
      throw new UsageError(`--upto ${text}: write <id of a node>=<entry>, as "wasteland log" shows them`);
    }
    return [origin, Number(seq)];
  });
  return Object.fromEntries(positions);
}
