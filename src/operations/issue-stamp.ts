import type { CompletionRow } from '../domain/state.ts';
import { WastelandError } from '../errors.ts';
import type { Queued } from '../wire/api/outbox.ts';
import type { StampAnswer, StampRequest, StampSaid } from '../wire/api/stamp.ts';
import type { Acting, Done } from './acting.ts';
import { findKnownId } from './find-named.ts';
import { performAct } from './perform-act.ts';
import type { Services } from './ports.ts';
import type { Act } from './sign-acts.ts';
import { namesOf } from './views/names.ts';
import { stampView } from './views/record.ts';

/** Stamps a submission; the node fills in whom the stamp is about. */
export async function issueStamp(
  services: Services,
  acting: Acting,
  request: StampRequest,
): Promise<Done<StampAnswer, Queued>> {
  const { completion, ...said } = request;
  const act = await stampOn(services, acting.rig, completion, said);
  const performed = await performAct(services, acting, act);
  if (performed.kind === 'queued') return { kind: 'queued', answer: { outbox: performed.outbox } };
  const row = services.reader.items.stamp(performed.made ?? '');
  if (row === undefined) throw new WastelandError('unavailable', 'the stamp is logged and will show here soon');
  return { kind: 'made', answer: { stamp: stampView(services, namesOf(services), row), event: performed.event } };
}

/** The act of stamping a completion; one that isn't here is looked for once, else `unknown_target`. */
export async function stampOn(services: Services, rig: string, typed: string, said: StampSaid): Promise<Act> {
  const row = await findOrSeek(services, typed);
  return {
    type: 'stamp.issued',
    aud: stampHome(services, rig),
    body: { completion: row.id, subject: row.worker, ...said, severity: said.severity ?? 'leaf' },
    item: row.item,
  };
}

/** Set acts go to their author's home. */
export function stampHome(services: Services, rig: string): string {
  return services.reader.rigs.rig(rig)?.home ?? services.node.id;
}

async function findOrSeek(services: Services, typed: string): Promise<CompletionRow> {
  const known = lookUp(services, typed);
  if (known !== undefined) return known;
  await services.homes.seek(typed.startsWith('c-') ? typed : `c-${typed}`);
  const pulled = lookUp(services, typed);
  if (pulled !== undefined) return pulled;
  throw new WastelandError('unknown_target', `no completion ${typed} is known here or where it could be pulled from`);
}

function lookUp(services: Services, typed: string): CompletionRow | undefined {
  const id = findKnownId(services, 'c-', typed);
  return id === undefined ? undefined : services.reader.items.completion(id);
}
