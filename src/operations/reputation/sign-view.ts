import type { Reputation } from '../../domain/reputation/scores.ts';
import { WastelandError } from '../../errors.ts';
import { signToken } from '../../identity/sign.ts';
import type { ViewAnswer } from '../../wire/api/view.ts';
import { typs } from '../../wire/header.ts';
import type { RigView, View } from '../../wire/view.ts';
import { findRig } from '../find-named.ts';
import type { Services } from '../ports.ts';

/** What the strict reader takes (protocol.md section 1); some ninety logs fit into one view. */
const maxLength = 16_000;
const maxKept = 1_000;

/** Views that were signed, by rig, while nothing changes: a reader who has one sees that it still holds. */
const signed = new WeakMap<Services, Map<string, { changes: number; view: string }>>();

/** How a rig looks from this node's roots, signed by the node; `not_found` where the operator doesn't want that. */
export async function showView(services: Services, typed: string): Promise<ViewAnswer> {
  if (!services.settings.publishView) throw new WastelandError('not_found', 'this node publishes no views');
  const { id } = findRig(services, typed);
  await services.trust.ready(id);
  const changes = services.changes();
  const views = signed.get(services) ?? new Map<string, { changes: number; view: string }>();
  signed.set(services, views);
  const known = views.get(id);
  if (known?.changes === changes) return { view: known.view };
  const view = signView(services, id);
  if (views.size >= maxKept) views.clear();
  views.set(id, { changes, view });
  return { view };
}

function signView({ node, trust, reader, clock }: Services, rig: string): string {
  const { roots, damping, combine = 'together' } = trust.policy();
  const vector = Object.fromEntries([...reader.vector()].map(([origin, { seq, root }]) => [origin, [seq, root]]));
  const value = { combine, rigs: { [rig]: rigView(trust.weights().of(rig), trust.reputation(rig)) } };
  const iat = Math.floor(clock.now() / 1000);
  const payload = { iss: node.id, roots: [...roots], damping, vector, value, iat } as View;
  const view = signToken(typs.view, payload, node.key);
  if (view.length > maxLength) {
    throw new WastelandError('too_long', `this node knows ${reader.vector().size} logs: a view can't name them all`);
  }
  return view;
}

/** The numbers of a view about one rig. */
export function rigView(weight: number, reputation: Reputation): RigView {
  const of = ({ mean, uncertainty, lower }: Reputation['quality']): RigView['quality'] => ({
    mean,
    uncertainty,
    lower,
  });
  const { quality, reliability, creativity } = reputation;
  return { weight, quality: of(quality), reliability: of(reliability), creativity: of(creativity) };
}
