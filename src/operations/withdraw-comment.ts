import type { TakenBack } from '../wire/api/acts.ts';
import type { Queued } from '../wire/api/outbox.ts';
import type { Acting, Done } from './acting.ts';
import { findId } from './find-named.ts';
import { stampHome } from './issue-stamp.ts';
import { performAct } from './perform-act.ts';
import type { Services } from './ports.ts';

/** Takes a comment back. */
export async function withdrawComment(
  services: Services,
  acting: Acting,
  id: string,
): Promise<Done<TakenBack, Queued>> {
  const comment = findId(services, 'm-', id);
  const aud = stampHome(services, acting.rig);
  const performed = await performAct(services, acting, { type: 'comment.withdrawn', aud, body: { comment } });
  if (performed.kind === 'queued') return { kind: 'queued', answer: { outbox: performed.outbox } };
  return { kind: 'done', answer: { events: [performed.event] } };
}
