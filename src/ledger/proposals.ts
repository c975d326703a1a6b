import { itemOf } from '../domain/verdicts.ts';
import type { Act } from '../domain/verdicts.ts';
import { legalActs } from '../domain/lifecycle.ts';
import type { EntryRow, ItemRow, State } from '../domain/state.ts';
import { WastelandError } from '../errors.ts';
import { judgeEntry } from '../identity/judge.ts';
import type { SignatureCheck } from '../identity/judge.ts';
import { applyEntry } from '../domain/project/apply.ts';
import type { Judgement } from '../domain/project/apply.ts';
import { addLeaf } from '../domain/project/append.ts';
import type { Token } from '../identity/strict-jws.ts';
import { typs } from '../wire/header.ts';
import type { RefusalCode, VerdictCode } from '../wire/codes.ts';
import type { LedgerEntry } from './commit.ts';

/** What somebody wants logged: all of it or nothing, documents before the act that needs them. */
export interface Proposal {
  tokens: readonly Token[];
  /** Runs inside the writer's transaction before anything is judged, unless all of it stands in the log already; throws
   * `WastelandError` to refuse. */
  check?: (state: State) => void;
  /**
   * Runs while Dolt commits, with what is logged unless that fails: for making the answer ready. Readers don't see it yet. True when
   * nothing more has to be read for it: then the caller is told before the read model's commit, and reads nothing from there.
   */
  meanwhile?: (logged: readonly Logged[], checkpoint: string) => boolean;
}

/** Where a proposed token stands in this node's own log. */
export interface Logged {
  origin: string;
  seq: number;
  /** Milliseconds. */
  logged_at: number;
  hash: string;
  /** The verdict as of now: `ok` when it has just been logged. */
  code: VerdictCode;
  /** Id of the item that an ordered act is about. */
  item: string | null;
  /** It stood there already and nothing was appended. */
  repeated: boolean;
  /** What a receipt shows, as of the commit that it was logged with; absent when that was another. */
  receipt?: Receipt;
}

/** Read by the writer, which has it at hand, while Dolt commits. */
export interface Receipt {
  /** Inclusion in the checkpoint over so many entries. */
  size: number;
  proof: string[];
  /** The item that an ordered act is about. */
  item: ItemRow | undefined;
}

export interface JudgingContext {
  state: State;
  /** This node's own log. */
  origin: string;
  /** Milliseconds; no earlier than the log's last entry. */
  loggedAt: number;
  valid: SignatureCheck;
  pending: Pending;
}

/** What follows from the last entry that was judged: worked out before the next one is judged, or while Dolt commits. */
export class Pending {
  readonly #state: State;
  #judgement: Judgement | undefined;

  constructor(state: State) {
    this.#state = state;
  }

  hold(judgement: Judgement): void {
    this.#judgement = judgement;
  }

  /** Works out what is held, if anything. */
  apply(): void {
    if (this.#judgement === undefined) return;
    applyEntry(this.#state, this.#judgement);
    this.#judgement = undefined;
  }

  /** Works out a held document: whose keys speak may hang on it. */
  applyDocument(): void {
    if (this.#judgement?.document !== undefined) this.apply();
  }

  drop(): void {
    this.#judgement = undefined;
  }
}

export interface Accepted {
  logged: Logged[];
  /** What has to be written to the ledger. */
  appended: LedgerEntry[];
}

/**
 * Judges a proposal's tokens one after the other and takes them into the read model; what follows from the last one is `pending`.
 * A door logs only what is `ok`: the first other verdict is thrown, and the caller takes back what was written before it.
 */
export function judgeProposal(proposal: Proposal, context: JudgingContext): Accepted {
  const { state, origin, pending } = context;
  const standing = proposal.tokens.map((token) => earlier(state, origin, token.hash));
  if (standing.includes(undefined)) proposal.check?.(state);
  const accepted: Accepted = { logged: [], appended: [] };
  for (const [position, token] of proposal.tokens.entries()) {
    pending.apply();
    // The same token may have come a moment before, in the same proposal.
    const row = standing[position] ?? (position === 0 ? undefined : earlier(state, origin, token.hash));
    if (row !== undefined) {
      accepted.logged.push({ ...placeOf(row), repeated: true });
      continue;
    }
    const { entry, row: appended } = append(token, context);
    accepted.appended.push(entry);
    accepted.logged.push({ ...placeOf(appended), repeated: false });
  }
  return accepted;
}

function earlier(state: State, origin: string, hash: string): EntryRow | undefined {
  return state.table('entries').list('hash', hash, origin)[0];
}

function placeOf({ origin, seq, logged_at, hash, code, item }: EntryRow): Omit<Logged, 'repeated'> {
  return { origin, seq, logged_at, hash, code, item };
}

function append(
  token: Token,
  { state, origin, loggedAt, valid, pending }: JudgingContext,
): { entry: LedgerEntry; row: EntryRow } {
  const seq = (state.table('logs').get(origin)?.seq ?? 0) + 1;
  const entry: LedgerEntry = { origin, seq, logged_at: loggedAt, jws: token.text };
  const judgement = judgeEntry(state, { ...entry, token }, valid);
  const { code } = judgement.row;
  if (code !== 'ok') throw refusal(state, code, judgement.row, token);
  addLeaf(state, origin, seq, loggedAt, token.hash);
  pending.hold(judgement);
  return { entry, row: judgement.row };
}

/** A refusal names what would be legal where the item's state is what stands against it. */
function refusal(state: State, code: RefusalCode, row: EntryRow, token: Token): WastelandError {
  const subject = token.typ === typs.identity ? 'identity document' : (row.type ?? 'event');
  const message = `${subject} refused: ${code}`;
  if (code !== 'wrong_state' && code !== 'not_allowed' && code !== 'bad_update') {
    return new WastelandError(code, message);
  }
  const item = itemOf(state, row as Act);
  if (item === undefined) return new WastelandError(code, message);
  const author = state.table('authors').get(row.origin, row.author ?? '');
  const actor = author === undefined ? undefined : { id: author.id, kind: author.kind };
  return new WastelandError(code, `${message}; the item is ${item.status}`, {
    legal: legalActs(item, row.logged_at, actor),
  });
}
