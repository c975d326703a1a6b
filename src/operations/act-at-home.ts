import { WastelandError } from '../errors.ts';
import type { EventReceipt } from '../wire/api/event.ts';
import type { OutboxEntry } from '../wire/api/outbox.ts';
import type { Acting } from './acting.ts';
import { performAct } from './perform-act.ts';
import type { Services } from './ports.ts';
import type { Act } from './sign-acts.ts';

/** A set act that stands in its author's home, or waits for it. */
export type AtHome<Row> = { kind: 'made'; row: Row; event: EventReceipt } | { kind: 'queued'; outbox: OutboxEntry };

/** Performs a set act and reads what it made. */
export async function actAtHome<Row>(
  services: Services,
  acting: Acting,
  act: Act,
  read: (made: string) => Row | undefined,
): Promise<AtHome<Row>> {
  const performed = await performAct(services, acting, act);
  if (performed.kind === 'queued') return performed;
  const row = read(performed.made ?? '');
  if (row !== undefined) return { kind: 'made', row, event: performed.event };
  // Only what another node logged can be missing: it comes with the next pull.
  throw new WastelandError('unavailable', "the act stands in the log of the rig's home and isn't here yet");
}
