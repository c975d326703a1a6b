import { WastelandError } from '../../errors.ts';
import type { Services } from '../ports.ts';
import { vouchAsNode } from './vouch-as-node.ts';

/** Vouches for rigs that have proven an account on the operator's list since it was taken over. */
export async function vouchForListed(services: Services): Promise<void> {
  for (const { account } of services.private.listed.list()) {
    const rig = services.accounts.rigOf(account);
    if (rig === undefined || rig === services.node.id) continue;
    try {
      await vouchFor(services, rig, account);
    } catch (error) {
      // One rig that can't be vouched for keeps nobody else waiting; the next night tries again.
      if (!(error instanceof WastelandError)) throw error;
    }
  }
}

/** Vouches with the node's key, once. */
export async function vouchFor(services: Services, rig: string, account: string): Promise<void> {
  if (vouchesFor(services, rig)) return;
  await vouchAsNode(services, { rig: services.node.id }, { subject: rig, note: `${account} is on the vouch list` });
}

/** Whether the node's own vouch for a rig stands. */
export function vouchesFor({ reader, node }: Services, rig: string): boolean {
  return reader.state
    .table('vouches')
    .list('giver', node.id, rig)
    .some((vouch) => !vouch.withdrawn);
}
