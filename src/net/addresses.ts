import { lookup as dnsLookup } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Which addresses this node may speak to. A stranger gives us URLs (a peer's, a home's, a redirect): without this check
 * they could make us ask machines that only we can reach.
 */

/** Why a URL or an address may not be asked. */
export class AddressRefused extends Error {
  override name = 'AddressRefused';
}

export interface AddressRules {
  /** As URL says them, with the colon. */
  schemes: string[];
  admits(address: string): boolean;
}

/** The rules of a node: https to public addresses; private peers add http and every address (tests, intranets). */
export function addressRules(allowPrivatePeers: boolean): AddressRules {
  if (allowPrivatePeers) return { schemes: ['https:', 'http:'], admits: () => true };
  return { schemes: ['https:'], admits: isPublicAddress };
}

/** Whether an IP address is one of the public internet: not loopback, private, link-local, shared, mapped or reserved. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // `process` unwraps ::ffff:127.0.0.1; NAT64, 6to4 and Teredo addresses have ranges of their own, and so are refused.
  return ipaddr.process(address).range() === 'unicast';
}

/** Checks scheme, credentials and a literal address of a URL; throws AddressRefused. Names are checked when resolved. */
export function checkUrl(text: string, rules: AddressRules): URL {
  const url = URL.parse(text);
  if (url === null) throw new AddressRefused(`not a URL: ${text.slice(0, 200)}`);
  if (!rules.schemes.includes(url.protocol)) {
    throw new AddressRefused(`${url.protocol} is not admitted, only ${rules.schemes.join(' ')}`);
  }
  if (url.username !== '' || url.password !== '') throw new AddressRefused('a URL with credentials is not admitted');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !rules.admits(host)) throw refusal(host);
  return url;
}

/** A DNS lookup for sockets that gives only addresses which may be asked: what it gives is what is connected to. */
export function guardedLookup(rules: AddressRules): LookupFunction {
  return (hostname: string, options: LookupOptions, done) => {
    dnsLookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '');
      const allowed = found.filter(({ address }) => rules.admits(address));
      const first: LookupAddress | undefined = allowed[0];
      if (first === undefined) return done(refusal(hostname), '');
      if (options.all) return done(null, allowed);
      return done(null, first.address, first.family);
    });
  };
}

/**
 * Checks a URL for a program that connects by itself (Dolt), its host's addresses too; rejects with AddressRefused. The
 * program resolves the name again, so this stops mistakes and plain tries, not a name server that changes its answer.
 */
export async function checkResolved(text: string, rules: AddressRules): Promise<URL> {
  const url = checkUrl(text, rules);
  if (isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0) return url;
  await new Promise<void>((resolve, reject) => {
    dnsLookup(url.hostname, { all: true }, (error, found) => {
      if (error) return reject(error);
      const hidden = found.find(({ address }) => !rules.admits(address));
      if (hidden !== undefined) return reject(refusal(`${url.hostname} (${hidden.address})`));
      return resolve();
    });
  });
  return url;
}

/** The refusal of an address that isn't public. */
export function refusal(address: string): AddressRefused {
  return new AddressRefused(`${address} is not an address of the public internet (WASTELAND_ALLOW_PRIVATE_PEERS)`);
}
