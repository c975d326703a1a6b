import type { EntryRow, ItemRow } from '../domain/state.ts';
import { maxRelated } from '../readmodel/item-reader.ts';
import type { HistoryEntry, HistoryPage, HistoryQuery, ItemDetail, Related } from '../wire/api/lifecycle.ts';
import { verdictText } from '../wire/codes.ts';
import { findItem } from './find-named.ts';
import type { Services } from './ports.ts';
import { claimView, itemView } from './views/item.ts';
import { namesOf } from './views/names.ts';
import type { Names } from './views/names.ts';
import { present, time } from './views/present.ts';
import { commentView, completionView, stampView } from './views/record.ts';

/** An item with everything that stands around it, as far as a page holds it. */
export function showItem(services: Services, typed: string): ItemDetail {
  const { reader } = services;
  return reader.snapshot(() => {
    const row = findItem(services, typed);
    const { items } = reader;
    const names = namesOf(services);
    const history = items.history(row);
    const cut: string[] = history.next_cursor === null ? [] : ['history'];
    const shown = <Row, View>(member: string, rows: Row[], view: (row: Row) => View): View[] => {
      if (rows.length > maxRelated) cut.push(member);
      return rows.slice(0, maxRelated).map(view);
    };
    return {
      item: itemView(services, names, row),
      completions: shown('completions', items.completions(row.id), (one) => completionView(names, one)),
      stamps: shown('stamps', items.stamps(row.id), (stamp) => stampView(services, names, stamp)),
      comments: shown('comments', items.comments(row.id), (comment) => commentView(names, comment)),
      children: shown('children', items.children(row.id), relatedView),
      depends_on: row.depends_on.map((id) => related(services, id)),
      needed_by: shown('needed_by', items.neededBy(row.id), relatedView),
      history: history.items.map((entry) => historyView(services, names, entry)),
      ...present({
        claim: claimView(row),
        parent: row.parent === null ? null : related(services, row.parent),
        cut: cut.length === 0 ? null : cut,
      }),
    };
  });
}

/** One page of the entries about an item, oldest first. */
export function showHistory(services: Services, typed: string, query: HistoryQuery): HistoryPage {
  return services.reader.snapshot(() => {
    const names = namesOf(services);
    const page = services.reader.items.history(findItem(services, typed), { limit: 50, ...query });
    return {
      items: page.items.map((entry) => historyView(services, names, entry)),
      next_cursor: page.next_cursor,
    };
  });
}

function relatedView({ id, title, status }: ItemRow): Related {
  return { id, title, status };
}

/** Without a title it isn't known here. */
function related({ reader }: Services, id: string): Related {
  const item = reader.items.item(id);
  return { id, ...present({ title: item?.title, status: item?.status }) };
}

function historyView(services: Services, names: Names, entry: EntryRow): HistoryEntry {
  return {
    origin: entry.origin,
    seq: entry.seq,
    hash: entry.hash,
    type: entry.type ?? '',
    author: names(entry.author ?? ''),
    at: time(entry.logged_at),
    verdict: verdictText(entry.code),
    body: entry.body ?? {},
    ...present({ kid: entry.kid, key_dropped: keyWasDropped(services, entry) ? true : null }),
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
