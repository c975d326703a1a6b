import { WastelandError } from '../errors.ts';
import { pageOf, readCursor, writeCursor } from '../readmodel/cursor.ts';
import type { OutboxEntry, OutboxPage, OutboxQuery } from '../wire/api/outbox.ts';
import type { Services } from './ports.ts';
import { outboxView } from './views/outbox.ts';
import { present } from './views/present.ts';

/** Where a queued act of this rig stands. */
export function showOutbox(services: Services, rig: string, hash: string): OutboxEntry {
  const row = services.private.outbox.get(hash);
  if (row === undefined) throw new WastelandError('not_found', 'no act with this hash is or was in the outbox');
  if (row.rig !== rig) throw new WastelandError('forbidden', 'this act is of another rig');
  return outboxView(row);
}

/** One page of the acts of this rig that wait or waited for other nodes, newest first unless asked otherwise. */
export function listOutbox({ private: { outbox } }: Services, rig: string, query: OutboxQuery): OutboxPage {
  const { sort = '-created', limit = 50, state, cursor } = query;
  const after = cursor === undefined ? null : readCursor(cursor, `outbox ${sort}`, ['number', 'string']);
  const rows = outbox.ofRig(rig, { limit: limit + 1, rising: sort === 'created', ...present({ state, after }) });
  const page = pageOf(rows, limit, (last) => writeCursor(`outbox ${sort}`, [last.created_at, last.hash]));
  return { items: page.items.map(outboxView), next_cursor: page.next_cursor };
}
