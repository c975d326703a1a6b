import type { State } from '../domain/state.ts';
import { WastelandError } from '../errors.ts';
import { idOfHash } from '../identity/strict-jws.ts';
import type { Token } from '../identity/strict-jws.ts';
import { typs } from '../wire/header.ts';

/**
 * Documents of one identity that a door takes in a day: judging a chain costs with its length, and nobody changes keys that
 * often. Those that a recovery key signed are counted apart: a thief who writes many must not keep the owner from taking
 * the rig back. Of visitors' there may be as many as one request brings.
 */
const perDay = { atHome: 20, visiting: 100 };
const day = 24 * 60 * 60_000;

/** Refuses with `rate_limited` when these tokens bring more documents of an identity than a day's. */
export function checkDocumentRate(state: State, self: string, tokens: readonly Token[], now: number): void {
  const fresh = tokens.filter(({ typ, hash }) => typ === typs.identity && !stands(state, self, hash));
  const counts = new Map<string, number>();
  for (const token of fresh) {
    const id = identityOf(token);
    const byRecovery = signedByRecovery(state, prevOf(token), token.kid);
    const name = `${id} ${byRecovery}`;
    const count = counts.get(name) ?? loggedSince(state, self, id, byRecovery, now - day);
    const home = state.table('identities').get(id)?.home ?? token.payload['home'];
    if (count >= (home === self ? perDay.atHome : perDay.visiting)) {
      throw new WastelandError('rate_limited', 'too many documents of this identity came today; try again tomorrow');
    }
    counts.set(name, count + 1);
  }
}

function loggedSince(state: State, self: string, id: string, byRecovery: boolean, since: number): number {
  const seqs = state
    .table('places')
    .list('author', self, id)
    .map((place) => place.seq);
  let count = 0;
  for (const seq of seqs.sort((a, b) => b - a)) {
    const entry = state.table('entries').get(self, seq);
    if (entry === undefined || entry.logged_at <= since) break;
    const document = state.table('documents').get(entry.hash);
    if (document !== undefined && signedByRecovery(state, document.prev, document.kid) === byRecovery) count += 1;
  }
  return count;
}

function signedByRecovery(state: State, prev: string | null, kid: string): boolean {
  return prev !== null && state.table('documents').get(prev)?.recovery.includes(kid) === true;
}

function identityOf({ payload, hash }: Token): string {
  return typeof payload['id'] === 'string' ? payload['id'] : idOfHash(hash);
}

function prevOf({ payload }: Token): string | null {
  return typeof payload['prev'] === 'string' ? payload['prev'] : null;
}

function stands(state: State, self: string, hash: string): boolean {
  return state.table('places').get(self, hash) !== undefined;
}
