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
    const all = [...entries, ...reader.items.claimsOf(id, feedLength), ...changedLately(services, id)];
    const each = new Map(all.map((entry) => [`${entry.origin} ${entry.seq}`, entry]));
    return { rig: namesOf(services)(id), happenings: happeningsOf(services, [...each.values()]) };
  });
}

/** Of the last changes of verdicts on this node so many are looked through. */
const changesSeen = 200;

/** What a rig said, or was said of it, and has another verdict now than when it was told. */
function changedLately({ reader, happenings }: Services, rig: string): EntryRow[] {
  return happenings.source.arrivals.changes(changesSeen).flatMap(({ origin, seq }) => {
    const entry = reader.logs.entry(origin, seq);
    if (entry === undefined || entry.type === null) return [];
    return [entry.author, entry.subject, entry.target].includes(rig) ? [entry] : [];
  });
}

/** The entry that made something; the same token may stand in a second log, without effect. */
function makerOf({ reader }: Services, id: string): EntryRow | undefined {
  return reader.state
    .table('entries')
    .list('made', id)
    .find(({ code }) => code === 'ok');
}
