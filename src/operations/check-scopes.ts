import { WastelandError } from '../errors.ts';
import type { Scope } from '../wire/scopes.ts';

/** Refuses a bearer whose token has none of these sets of scopes: `forbidden`. */
export function checkScopes(scopes: readonly Scope[], wanted: readonly Scope[][]): void {
  if (wanted.some((set) => set.every((scope) => scopes.includes(scope)))) return;
  const names = wanted.map((set) => set.join(' and ')).join(' or ');
  throw new WastelandError('forbidden', `this token may not do that: it takes one with the scope ${names}`);
}
