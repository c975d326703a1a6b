import type { EntryRow } from '../../domain/state.ts';
import type { Happening } from '../../wire/api/happening.ts';
import type { Who } from '../../wire/api/references.ts';
import { findRig } from '../find-named.ts';
import type { Services } from '../ports.ts';
import { namesOf } from '../views/names.ts';
import { feedLength, happeningsOf } from './happenings-of.ts';

/** What a rig posted, claimed, submitted and said last, and what was said of its work: its stamps and vouches. */
export function rigFeed(services: Services, typed: string): { rig: Who; happenings: Happening[] } {
  const { reader } = services;
  const { id } = findRig(services, typed);
  return reader.snapshot(() => {
    const newest = { limit: feedLength };
    const made = [
      ...reader.board.list({ posted_by: id }, { sort: '-created', ...newest }).items.map(({ item }) => item),
      ...reader.records.completions({ worker: id }, newest).items,
      ...reader.records.commentsBy(id, feedLength),
      ...reader.records.stamps({ subject: id }, newest).items,
      ...reader.records.vouches({ subject: id }, newest).items,
    ];
    const entries = made.map((row) => makerOf(services, row.id)).filter((entry) => entry !== undefined);
    const all = [...entries, ...reader.items.claimsOf(id, feedLength)];
    return { rig: namesOf(services)(id), happenings: happeningsOf(services, all) };
  });
}

/** The entry that made something; the same token may stand in a second log, without effect. */
function makerOf({ reader }: Services, id: string): EntryRow | undefined {
  return reader.state
    .table('entries')
    .list('made', id)
    .find(({ code }) => code === 'ok');
}
