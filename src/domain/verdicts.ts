import type { IgnoredCode, PendingCode, VerdictCode } from '../wire/codes.ts';
import type { Bodies, EventType } from '../wire/event.ts';
import { step, updateIsLegal } from './lifecycle.ts';
import { sameOwner } from './ownership.ts';
import type { AuthorRow, CompletionRow, EntryRow, IdentityRow, ItemRow, State } from './state.ts';

/** An entry that is well signed, so that its type, author and body are there. */
export interface Act extends EntryRow {
  type: EventType;
  author: string;
  kid: string;
  body: Record<string, unknown>;
}

/** Judges an ordered act by the prefix of its own log, whose keys hold for its author there (protocol.md section 5). */
export function judgeOrdered(state: State, act: Act, author: AuthorRow): VerdictCode {
  if (!author.in_force.includes(act.kid)) return 'key_not_in_force';
  if (act.type === 'wanted.posted') return 'ok';
  const decided = isDecision(act.type) ? completionOf(state, act) : undefined;
  if (isDecision(act.type) && decided === undefined) return 'unknown_completion';
  const item = itemOf(state, act);
  if (item === undefined) return 'unknown_item';
  if (decided !== undefined && item.completion !== decided.id) return 'wrong_state';
  const taken = step(item, act.type, { id: act.author, kind: author.kind }, act.logged_at);
  if (!taken.ok) return taken.code;
  const body = act.body as Bodies['wanted.updated'];
  return act.type === 'wanted.updated' && !updateIsLegal(item, body) ? 'bad_update' : 'ok';
}

function isDecision(type: EventType): boolean {
  return type === 'work.accepted' || type === 'work.rejected';
}

/** The `ok` submission that an acceptance or rejection names, when its home is this act's log. */
export function completionOf(state: State, act: Act): CompletionRow | undefined {
  const row = state.table('completions').get(String(act.body['completion']));
  return row?.home === act.origin ? row : undefined;
}

/** The item that an ordered act is about, when its home is this act's log. */
export function itemOf(state: State, act: Act): ItemRow | undefined {
  const id = isDecision(act.type) ? completionOf(state, act)?.item : (act.body['item'] as string | undefined);
  const row = id === undefined ? undefined : state.table('items').get(id);
  return row?.home === act.origin ? row : undefined;
}

/** Judges a set act by everything known (protocol.md section 5); layers after its own are never looked at. */
export function judgeSetAct(state: State, act: Act): VerdictCode {
  const author = state.table('identities').get(act.author);
  return (author === undefined ? 'not_in_chain' : reachCode(author, act)) ?? judgeTarget(state, act) ?? 'ok';
}

/** Whether the key may speak here: held by the winning chain, in a home of a document that holds it, up to its `upto`. */
function reachCode(author: IdentityRow, act: Act): IgnoredCode | undefined {
  const reach = author.reach[act.kid];
  if (reach === undefined) return 'not_in_chain';
  if (!reach.homes.includes(act.origin)) return 'not_home';
  if (
    reach.upto !== undefined &&
    act.seq > (Object.hasOwn(reach.upto, act.origin) ? (reach.upto[act.origin] ?? 0) : 0)
  ) {
    return 'key_revoked';
  }
  return undefined;
}

function judgeTarget(state: State, act: Act): IgnoredCode | PendingCode | undefined {
  const target = act.target ?? '';
  switch (act.type) {
    case 'rig.linked':
    case 'vouch.given':
      if (target === act.author) return 'self';
      return state.table('identities').get(target) === undefined ? 'unknown_target' : undefined;
    case 'stamp.issued':
      return judgeStamp(state, act);
    case 'comment.posted':
      return wellSignedMaker(state, target) === undefined ? 'unknown_target' : undefined;
    default: {
      const made = wellSignedMaker(state, target);
      if (made === undefined) return 'unknown_target';
      return made.author === act.author ? undefined : 'not_author';
    }
  }
}

function judgeStamp(state: State, act: Act): IgnoredCode | PendingCode | undefined {
  const submission = wellSignedMaker(state, act.target ?? '');
  if (submission === undefined) return 'unknown_target';
  if (submission.code !== 'ok') return 'not_ok';
  if (act.subject !== submission.author) return 'wrong_subject';
  return sameOwner(state, act.author, submission.author ?? '') ? 'same_owner' : undefined;
}

/** The well-signed entry that made an item, submission, stamp, vouch or comment, whatever its verdict. A token's `aud`
 * admits it to one log only, and there a second copy is a duplicate: so there is at most one. */
export function wellSignedMaker(state: State, id: string): EntryRow | undefined {
  return state.table('entries').list('made', id)[0];
}
