import { WastelandError } from '../errors.ts';
import type { OutboxEntry } from '../wire/api/outbox.ts';
import type { Services } from './ports.ts';
import { outboxView } from './views/outbox.ts';

/** Where a queued act of this rig stands. */
export function showOutbox(services: Services, rig: string, hash: string): OutboxEntry {
  const row = services.private.outbox.get(hash);
  if (row === undefined) throw new WastelandError('not_found', 'no act with this hash is or was in the outbox');
  if (row.rig !== rig) throw new WastelandError('forbidden', 'this act is of another rig');
  return outboxView(row);
}
