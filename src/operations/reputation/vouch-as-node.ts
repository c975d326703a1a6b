import type { TakenBack, VouchAnswer } from '../../wire/api/acts.ts';
import type { VouchRequest } from '../../wire/api/rig.ts';
import type { Acting, Done } from '../acting.ts';
import { giveVouch } from '../give-vouch.ts';
import type { Services } from '../ports.ts';
import { withdrawVouch } from '../withdraw-vouch.ts';

/** Vouches with the node's own key: how an operator says whom this node trusts. */
export async function vouchAsNode(
  services: Services,
  acting: Acting,
  request: VouchRequest,
): Promise<Done<VouchAnswer>> {
  return here(await giveVouch(services, { ...acting, rig: services.node.id }, request));
}

/** Takes back every vouch that the node itself gave a rig. */
export async function withdrawVouchAsNode(
  services: Services,
  acting: Acting,
  subject: string,
): Promise<Done<TakenBack>> {
  return here(await withdrawVouch(services, { ...acting, rig: services.node.id }, subject));
}

/** The node's home is its own log: nothing waits. */
function here<Answer>(done: Done<Answer, unknown>): Done<Answer> {
  if (done.kind === 'queued') throw new Error('an act of the node itself was queued for another');
  return done;
}
