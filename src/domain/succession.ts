import type { DocumentCode } from '../wire/codes.ts';
import type { Kind } from '../wire/words.ts';
import type { DocumentRow } from './state.ts';

/** At most so many documents with one predecessor count in one log, of those that a recovery key signed and of the others
 * each (protocol.md section 2, "Forks"). */
export const forkLimit = 8;

/** A document that wants to follow `chain`, whose last member is its predecessor. */
export interface Successor {
  kid: string;
  seq: number;
  kind: Kind;
  keys: readonly string[];
  recovery: readonly string[];
  revoked: readonly { kid: string }[];
}

/**
 * Judges a document against the chain from document 0 to its predecessor, once its signature holds (protocol.md
 * section 5, from `tombstoned` on). `siblings` are the documents with the same predecessor that count in the log already.
 */
export function judgeSuccession(
  successor: Successor,
  chain: readonly DocumentRow[],
  siblings: readonly DocumentRow[],
): DocumentCode | undefined {
  const predecessor = chain.at(-1);
  if (predecessor === undefined) return 'no_predecessor';
  const held = new Set(chain.flatMap((document) => Object.keys(document.keys)));
  const now = new Set(successor.keys);
  const revoked = successor.revoked.map((revocation) => revocation.kid);
  const signedByRecovery = predecessor.recovery.includes(successor.kid);
  const dropped = Object.keys(predecessor.keys).filter((kid) => !now.has(kid));

  if (predecessor.payload.status === 'tombstone') return 'tombstoned';
  if (successor.kind !== predecessor.payload.kind || successor.seq !== predecessor.seq + 1) return 'bad_document';
  if (recoveryChanged(predecessor.recovery, successor.recovery) && !signedByRecovery) return 'recovery_changed';
  if (dropped.some((kid) => !revoked.includes(kid))) return 'drop_without_upto';
  if (revoked.some((kid) => !held.has(kid) || now.has(kid) || successor.recovery.includes(kid))) {
    return 'bad_revocation';
  }
  if (returnsKey(successor, held, predecessor)) return 'key_returned';
  const alike = siblings.filter((sibling) => predecessor.recovery.includes(sibling.kid) === signedByRecovery);
  if (alike.length >= forkLimit) return 'too_many_forks';
  return undefined;
}

/** A recovery list that isn't empty changes only by a document that one of it signed; another order is no change. */
function recoveryChanged(before: readonly string[], after: readonly string[]): boolean {
  if (before.length === 0) return false;
  return before.length !== after.length || before.some((kid) => !after.includes(kid));
}

/** A key that the chain once held and had dropped by the predecessor may not come back, nor as a recovery key. */
function returnsKey(successor: Successor, held: ReadonlySet<string>, predecessor: DocumentRow): boolean {
  return [...successor.keys, ...successor.recovery].some(
    (kid) => held.has(kid) && !Object.hasOwn(predecessor.keys, kid),
  );
}
