import type { Services } from '../ports.ts';
import type { Asker } from './block-of.ts';

/** Why this node trusts somebody's judgement, in a sentence: a root reaches it by vouches, or a list of the operator's
 * names an account of its; undefined where it doesn't. */
export function trustedBecause(services: Services, { rig, account }: Asker): string | undefined {
  if (rig !== undefined && services.trust.weights().of(rig) > 0) return reached;
  const { listed } = services.private;
  if (listed.size === 0) return undefined;
  if (account !== undefined && listed.get(account) !== undefined) return `this node's vouch list names ${account}`;
  const proven = rig === undefined ? [] : services.accounts.of(rig).filter((own) => own.proven);
  const named = proven.find((own) => listed.get(own.account) !== undefined);
  return named === undefined
    ? undefined
    : `this node's vouch list names ${named.account}, which is proven to be its own`;
}

const reached = 'vouches lead to it from those whom this node trusts';
