import { WastelandError } from '../../errors.ts';
import { isIdentityId } from '../../identity/strict-jws.ts';
import { findRig } from '../find-named.ts';
import type { Services } from '../ports.ts';
import { readAccountName } from './account-name.ts';
import type { Asker } from './block-of.ts';

/** Characters of an id that stand for the whole. */
const beginning = 6;

/**
 * Whom a question names: an account, proven or not; a rig by id, address, handle, or the beginning of its id. Somebody of
 * whom nothing is known here is a stranger, and no error: that is what the gate is asked. `ambiguous_id`.
 */
export function findAsker(services: Services, who: string, number?: number): Asker {
  const account = readAccountName(who);
  if (account !== undefined) return { account, rig: services.accounts.rigOf(account, number) };
  const isId: boolean = isIdentityId(who);
  return { rig: isId ? who : (byName(services, who) ?? byBeginning(services, who)) };
}

function byName(services: Services, who: string): string | undefined {
  try {
    return findRig(services, who).id;
  } catch (error) {
    if (error instanceof WastelandError && error.code === 'not_found') return undefined;
    throw error;
  }
}

function byBeginning({ reader }: Services, who: string): string | undefined {
  if (who.length < beginning || !/^[\w-]+$/.test(who)) return undefined;
  const found = reader.rigs.beginningWith(who);
  if (found.length < 2) return found[0];
  throw new WastelandError('ambiguous_id', `${who} may mean ${found.join(', ')}`);
}
