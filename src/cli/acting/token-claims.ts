import { decodeJwt } from 'jose';
import { scopes as allScopes } from '../../wire/scopes.ts';
import { UsageError } from '../terminal/exit-codes.ts';

/** What a node's token says of itself: whose it is, and what it may do. */
export function claimsOf(token: string) {
  try {
    const { sub = '', scope } = decodeJwt<{ scope?: string }>(token);
    const named = scope?.split(' ') ?? [];
    return { rig: sub, scopes: allScopes.filter((each) => named.includes(each)) };
  } catch {
    throw new UsageError('the token is not one of a wasteland node');
  }
}
