import type { EntryRow } from '../../domain/state.ts';
import type { Entry } from '../../wire/api/log.ts';
import { verdictText } from '../../wire/codes.ts';
import type { Names } from './names.ts';
import { present, time } from './present.ts';

/** An entry of a log as answers show it. */
export function entryView(names: Names, row: EntryRow): Entry {
  const { origin, seq, hash, type, kid, made, item, target, body } = row;
  const author = row.author === null ? null : names(row.author);
  return {
    origin,
    seq,
    at: time(row.logged_at),
    hash,
    verdict: verdictText(row.code),
    ...present({ type, author, kid, made, item, target, body }),
  };
}
