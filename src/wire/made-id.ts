import type { EventType } from './event.ts';

/** Prefix of the id of what an event of this type makes. */
export const idPrefixes: Partial<Record<EventType, string>> = {
  'wanted.posted': 'w-',
  'work.submitted': 'c-',
  'stamp.issued': 's-',
  'vouch.given': 'v-',
  'comment.posted': 'm-',
};

/** Id of what the event with this hash makes, or undefined when events of its type make nothing. */
export function madeId(type: EventType, hash: string): string | undefined {
  const prefix = idPrefixes[type];
  return prefix === undefined ? undefined : prefix + hash.slice(0, 40);
}
