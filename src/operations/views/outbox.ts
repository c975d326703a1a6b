import type { OutboxRow } from '../../private/outbox.ts';
import type { OutboxEntry } from '../../wire/api/outbox.ts';
import { present, time } from './present.ts';

/** A queued act as answers show it. */
export function outboxView(row: OutboxRow): OutboxEntry {
  return {
    hash: row.hash,
    type: row.type,
    rig: row.rig,
    home: row.home,
    state: row.state,
    attempts: row.attempts,
    created_at: time(row.created_at),
    ...present({
      item: row.item,
      next_at: row.state === 'queued' ? time(row.next_at) : null,
      waits_for: row.waits_for,
      after: row.after,
      answer: row.answer,
    }),
  };
}
