import type { Queued } from '../wire/api/outbox.ts';
import type { RevokeRequest, StampAnswer } from '../wire/api/stamp.ts';
import type { Acting, Done } from './acting.ts';
import { actAtHome } from './act-at-home.ts';
import { findStamp } from './find-named.ts';
import { stampHome } from './issue-stamp.ts';
import type { Services } from './ports.ts';
import { namesOf } from './views/names.ts';
import { stampView } from './views/record.ts';

/** Takes a stamp back; the record keeps that it was given. */
export async function revokeStamp(
  services: Services,
  acting: Acting,
  id: string,
  request: RevokeRequest,
): Promise<Done<StampAnswer, Queued>> {
  const stamp = findStamp(services, id);
  const aud = stampHome(services, acting.rig);
  const act = { type: 'stamp.revoked', aud, body: { stamp: stamp.id, reason: request.reason } } as const;
  const done = await actAtHome(services, acting, act, () => services.reader.items.stamp(stamp.id));
  if (done.kind === 'queued') return { kind: 'queued', answer: { outbox: done.outbox } };
  return { kind: 'done', answer: { stamp: stampView(services, namesOf(services), done.row), event: done.event } };
}
