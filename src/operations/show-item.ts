import type { EntryRow } from '../domain/state.ts';
import type { HistoryEntry, ItemDetail, Related } from '../wire/api/lifecycle.ts';
import { verdictText } from '../wire/codes.ts';
import { findItem } from './find-named.ts';
import type { Services } from './ports.ts';
import { claimView, itemView } from './views/item.ts';
import { namesOf } from './views/names.ts';
import type { Names } from './views/names.ts';
import { present, time } from './views/present.ts';
import { commentView, completionView, stampView } from './views/record.ts';

/** An item with everything that stands around it. */
export function showItem(services: Services, typed: string): ItemDetail {
  const { reader } = services;
  return reader.snapshot(() => {
    const row = findItem(services, typed);
    const names = namesOf(services);
    return {
      item: itemView(services, names, row),
      completions: reader.items.completions(row.id).map((completion) => completionView(names, completion)),
      stamps: reader.items.stamps(row.id).map((stamp) => stampView(services, names, stamp)),
      comments: reader.items.comments(row.id).map((comment) => commentView(names, comment)),
      children: reader.items.children(row.id).map(({ id, title, status }) => ({ id, title, status })),
      depends_on: row.depends_on.map((id) => related(services, id)),
      history: reader.items.history(row).map((entry) => historyView(services, names, entry)),
      ...present({ claim: claimView(row) }),
    };
  });
}

/** Without a title it isn't known here. */
function related({ reader }: Services, id: string): Related {
  const item = reader.items.item(id);
  return { id, ...present({ title: item?.title, status: item?.status }) };
}

function historyView(services: Services, names: Names, entry: EntryRow): HistoryEntry {
  return {
    seq: entry.seq,
    hash: entry.hash,
    type: entry.type ?? '',
    author: names(entry.author ?? ''),
    at: time(entry.logged_at),
    verdict: verdictText(entry.code),
    body: entry.body ?? {},
    ...present({ key_dropped: keyWasDropped(services, entry) ? true : null }),
  };
}

/** An act by a key that its owner has dropped since, elsewhere or on a branch that lost: it keeps its effect, and doors
 * mark it (protocol.md section 5). */
function keyWasDropped({ reader }: Services, { author, kid, origin, seq }: EntryRow): boolean {
  const identity = author === null ? undefined : reader.rigs.rig(author);
  if (identity === undefined || kid === null) return false;
  const reach = Object.hasOwn(identity.reach, kid) ? identity.reach[kid] : undefined;
  if (reach === undefined) return true;
  return reach.upto !== undefined && seq > (reach.upto[origin] ?? 0);
}
