import type { Bodies } from '../../wire/event.ts';
import type { EntryRow, State } from '../state.ts';
import type { Act } from '../verdicts.ts';
import { linkKey, markChanged } from './published.ts';

/** What follows from the verdict of one set act: the rows that stand while it is `ok` and go when it isn't. */

/** Makes one author's link to another anew: the earliest `ok` one by logged_at, then hash. True when it came or went. */
export function settleLink(state: State, author: string, other: string): boolean {
  const links = state.table('links');
  const before = links.get(author, other);
  const standing = state
    .table('entries')
    .list('author', author, 'rig.linked', other)
    .filter((entry) => entry.code === 'ok');
  const earliest = standing.reduce<EntryRow | undefined>(
    (first, entry) => (first === undefined || isEarlier(entry, first) ? entry : first),
    undefined,
  );
  if (before?.hash === earliest?.hash) return false;
  if (earliest === undefined) links.delete(author, other);
  else links.put({ author, other, hash: earliest.hash, logged_at: earliest.logged_at });
  markLink(state, author, other);
  return (before === undefined) !== (earliest === undefined);
}

function isEarlier(a: EntryRow, b: EntryRow): boolean {
  return a.logged_at === b.logged_at ? a.hash < b.hash : a.logged_at < b.logged_at;
}

function markLink(state: State, author: string, other: string): void {
  const a = state.table('identities').get(author);
  const b = state.table('identities').get(other);
  if (a === undefined || b === undefined) return;
  markChanged(state, 'rig_links', linkKey(a, b));
  // An agent's parent_rig is shown once its owner has linked it.
  if (b.owner === author) markChanged(state, 'rigs', other);
}

export function settleStamp(state: State, act: Act): void {
  const id = act.made ?? '';
  const stamps = state.table('stamps');
  if (act.code !== 'ok') {
    if (stamps.get(id) === undefined) return;
    stamps.delete(id);
    markChanged(state, 'stamps', id);
    return;
  }
  const body = act.body as Bodies['stamp.issued'];
  stamps.put({
    id,
    author: act.author,
    subject: body.subject,
    completion: body.completion,
    dimensions: body.dimensions,
    severity: body.severity,
    skills: body.skills ?? [],
    message: body.message === undefined || body.message === '' ? null : body.message,
    created_at: act.logged_at,
    origin: act.origin,
    seq: act.seq,
    revoked: isTakenBack(state, id, 'stamp.revoked'),
    counts: stamps.get(id)?.counts ?? false,
  });
}

export function settleVouch(state: State, act: Act): void {
  const id = act.made ?? '';
  const body = act.body as Bodies['vouch.given'];
  if (act.code !== 'ok') {
    state.table('vouches').delete(id);
    return;
  }
  state.table('vouches').put({
    id,
    giver: act.author,
    subject: body.subject,
    note: body.note === undefined || body.note === '' ? null : body.note,
    created_at: act.logged_at,
    withdrawn: isTakenBack(state, id, 'vouch.withdrawn'),
  });
}

export function settleComment(state: State, act: Act): void {
  const id = act.made ?? '';
  const body = act.body as Bodies['comment.posted'];
  if (act.code !== 'ok') {
    state.table('comments').delete(id);
    return;
  }
  state.table('comments').put({
    id,
    author: act.author,
    about: body.about,
    text: body.text,
    created_at: act.logged_at,
    withdrawn: isTakenBack(state, id, 'comment.withdrawn'),
  });
}

/** Whether an `ok` revocation or withdrawal of this stands. */
export function isTakenBack(state: State, id: string, type: string): boolean {
  return state
    .table('entries')
    .list('target', id, type)
    .some((entry) => entry.code === 'ok');
}

/** Lets the unrevoked stamp with the lowest id count, of one author on one completion. */
export function settleCounting(state: State, completion: string, author: string): void {
  const stamps = state.table('stamps');
  const standing = stamps.list('completion', completion, author);
  const counting = standing.find((stamp) => !stamp.revoked);
  let changed = false;
  for (const stamp of standing) {
    const counts = stamp === counting;
    if (stamp.counts === counts) continue;
    stamps.put({ ...stamp, counts });
    markChanged(state, 'stamps', stamp.id);
    changed = true;
  }
  // Its stamp_id is the acceptor's counting stamp; it may also have lost one that is gone altogether.
  if (changed || counting === undefined) markChanged(state, 'completions', completion);
}
