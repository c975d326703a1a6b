import type { EntryRow } from '../../domain/state.ts';
import type { Reader } from '../../readmodel/reader.ts';
import type { Happening, HappeningItem } from '../../wire/api/happening.ts';
import { verdictText } from '../../wire/codes.ts';
import type { VerdictCode } from '../../wire/codes.ts';
import type { Names } from './names.ts';
import { present, time, timeOrNull } from './present.ts';

/** Under which id an entry is told, and, where it was told before, with which verdict and when another was seen. */
export interface HappeningPlace {
  id: string;
  was?: VerdictCode;
  at?: number;
}

/** A well-signed entry as streams, webhooks and feeds tell of it. */
export function happeningView(reader: Reader, names: Names, place: HappeningPlace, row: EntryRow): Happening {
  const { origin, seq, hash, kid, made, target, body } = row;
  const item = itemOf(reader, row);
  const subject = row.subject === null ? null : names(row.subject);
  const was = place.was === undefined ? undefined : verdictText(place.was);
  return {
    id: place.id,
    type: row.type as Happening['type'],
    at: time(row.logged_at),
    author: names(row.author ?? ''),
    verdict: verdictText(row.code),
    origin,
    seq,
    hash,
    ...present({
      was,
      changed_at: timeOrNull(place.at),
      kid,
      item: item === undefined ? null : itemView(reader, item),
      made,
      target,
      subject,
      body,
    }),
  };
}

/** The item that an entry is about, also where it is about a completion, a stamp or a comment. */
function itemOf(reader: Reader, { type, item, made, target }: EntryRow): string | undefined {
  if (item !== null) return item;
  if (type === 'wanted.posted') return made ?? undefined;
  return target === null ? undefined : itemBehind(reader, target);
}

function itemBehind(reader: Reader, id: string): string | undefined {
  const { items } = reader;
  // An identity id, which is longer, may begin so too.
  if (id.length !== madeLength) return undefined;
  if (id.startsWith('w-')) return id;
  if (id.startsWith('c-')) return items.completion(id)?.item;
  if (id.startsWith('s-')) return items.completion(items.stamp(id)?.completion ?? '')?.item;
  // A comment is about no comment, so this goes one step deeper at most.
  const about = id.startsWith('m-') ? items.comment(id)?.about : undefined;
  return about === undefined ? undefined : itemBehind(reader, about);
}

/** A letter, a dash and 40 hex digits (protocol.md section 3). */
const madeLength = 42;

function itemView({ items }: Reader, id: string): HappeningItem {
  const row = items.item(id);
  return row === undefined
    ? { id }
    : { id, title: row.title, status: row.status, ...present({ project: row.project }) };
}
