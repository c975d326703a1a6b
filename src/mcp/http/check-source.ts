import { isIP } from 'node:net';
import type { IncomingHttpHeaders } from 'node:http';
import { WastelandError } from '../../errors.ts';
import type { Services } from '../../operations/ports.ts';

/** This machine's own names. */
const own = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Turns away what a page of somebody else's made a browser send: by a name of theirs that was pointed at this node (DNS
 * rebinding), or from their own origin. A number can't be pointed elsewhere, so it needs no list.
 */
export function checkSource({ node }: Services, { host, origin }: IncomingHttpHeaders): void {
  const url = node.url();
  const names = url === undefined ? own : [...own, new URL(url).hostname];
  const asked = hostnameOf(`http://${host ?? ''}`);
  if (asked === undefined || !(names.includes(asked) || isAddress(asked))) {
    throw new WastelandError(
      'forbidden',
      `this node isn't called ${asked ?? 'that'}: its operator sets its public URL`,
    );
  }
  if (origin === undefined) return;
  const from = hostnameOf(origin);
  if (from === asked || (from !== undefined && names.includes(from))) return;
  throw new WastelandError('forbidden', 'a page of another origin may not ask here');
}

function hostnameOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}

function isAddress(hostname: string): boolean {
  return isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0;
}
