import { WastelandError } from '../../errors.ts';
import type { TakenBack, VouchAnswer } from '../../wire/api/acts.ts';
import type { VouchRequest } from '../../wire/api/rig.ts';
import type { Acting, Done } from '../acting.ts';
import { giveVouch } from '../give-vouch.ts';
import type { Services } from '../ports.ts';
import { withdrawVouch } from '../withdraw-vouch.ts';

/** How often an act is signed when the node gets another key before it stands: `key_revoked` when it does each time. */
const attempts = 3;

/** Vouches with the node's own key: how an operator says whom this node trusts. */
export async function vouchAsNode(
  services: Services,
  acting: Acting,
  request: VouchRequest,
): Promise<Done<VouchAnswer>> {
  return await asNode(services, acting, (node) => giveVouch(services, node, request));
}

/** Takes back every vouch that the node itself gave a rig. */
export async function withdrawVouchAsNode(
  services: Services,
  acting: Acting,
  subject: string,
): Promise<Done<TakenBack>> {
  return await asNode(services, acting, (node) => withdrawVouch(services, node, subject));
}

async function asNode<Answer>(
  services: Services,
  { kept, ...acting }: Acting,
  act: (node: Acting) => Promise<Done<Answer, unknown>>,
): Promise<Done<Answer>> {
  let node: Acting = { ...acting, rig: services.node.id, ...(kept && { kept }) };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return here(await act(node));
    } catch (error) {
      const replaced = error instanceof WastelandError && error.code === 'key_revoked';
      if (!replaced || attempt === attempts) throw error;
      // What was kept of this request stands nowhere, and never will.
      if (kept !== undefined) node = { ...node, kept: { tokens: null, keep: (tokens) => kept.keep(tokens) } };
    }
  }
}

/** The node's home is its own log: nothing waits. */
function here<Answer>(done: Done<Answer, unknown>): Done<Answer> {
  if (done.kind === 'queued') throw new Error('an act of the node itself was queued for another');
  return done;
}
