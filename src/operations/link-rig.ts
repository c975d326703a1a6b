import type { LinkAnswer } from '../wire/api/acts.ts';
import type { Queued } from '../wire/api/outbox.ts';
import type { LinkRequest } from '../wire/api/rig.ts';
import type { Acting, Done } from './acting.ts';
import { actAtHome } from './act-at-home.ts';
import { findRigId } from './find-named.ts';
import { stampHome } from './issue-stamp.ts';
import type { Services } from './ports.ts';
import { namesOf } from './views/names.ts';
import { linkView } from './views/rig.ts';

/** Says one side's "we have the same owner"; the group shows once both said it. */
export async function linkRig(
  services: Services,
  acting: Acting,
  request: LinkRequest,
): Promise<Done<LinkAnswer, Queued>> {
  const other = findRigId(services, request.other);
  const aud = stampHome(services, acting.rig);
  const act = { type: 'rig.linked', aud, body: { other, relation: 'same_owner' } } as const;
  const done = await actAtHome(services, acting, act, () => {
    const link = services.reader.links.between(acting.rig, other);
    return link.given === undefined ? undefined : link;
  });
  if (done.kind === 'queued') return { kind: 'queued', answer: { outbox: done.outbox } };
  return { kind: 'made', answer: { link: linkView(namesOf(services), acting.rig, done.row), event: done.event } };
}
