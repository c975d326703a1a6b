/** The closed list of verdict codes, in the order of the checks (protocol.md section 5). */

/** Codes of the strict reader: what the text alone shows. */
export const textCodes = [
  'not_ascii',
  'too_long',
  'not_compact',
  'not_base64url',
  'bad_utf8',
  'bad_json',
  'too_deep',
  'unsafe_number',
  'lone_surrogate',
  'forbidden_key',
  'duplicate_key',
  'unknown_header',
  'wrong_alg',
  'wrong_typ',
  'wrong_kid',
] as const;

/** Codes of a public key that must not be registered. */
export const keyCodes = ['bad_key', 'noncanonical_key', 'low_order_key', 'torsion_key'] as const;

/** Codes of an event that isn't well signed. */
export const eventCodes = [
  'schema',
  'unknown_type',
  'wrong_audience',
  'stale',
  'unknown_author',
  'unknown_key',
  'bad_signature',
] as const;

/** Codes of an identity document that doesn't count, `schema`, `unknown_key` and `bad_signature` apart. */
export const documentCodes = [
  'no_predecessor',
  'tombstoned',
  'bad_document',
  'recovery_changed',
  'drop_without_upto',
  'bad_revocation',
  'key_returned',
  'too_many_forks',
] as const;

export const ignoredCodes = [
  'duplicate',
  'unknown_completion',
  'unknown_item',
  'wrong_state',
  'not_allowed',
  'bad_update',
  'not_in_chain',
  'not_home',
  'key_revoked',
  'self',
  'not_ok',
  'wrong_subject',
  'same_owner',
  'not_author',
] as const;

export const pendingCodes = ['withheld', 'unknown_target'] as const;

export type TextCode = (typeof textCodes)[number];
export type KeyCode = (typeof keyCodes)[number];
export type EventCode = (typeof eventCodes)[number];
export type DocumentCode = (typeof documentCodes)[number];
export type RejectedCode = TextCode | KeyCode | EventCode | DocumentCode | 'key_not_in_force';
export type IgnoredCode = (typeof ignoredCodes)[number];
export type PendingCode = (typeof pendingCodes)[number];
export type RefusalCode = RejectedCode | IgnoredCode | PendingCode;
export type VerdictCode = 'ok' | RefusalCode;

const ignored: ReadonlySet<string> = new Set(ignoredCodes);
const pending: ReadonlySet<string> = new Set(pendingCodes);

/** The word that belongs to a code: a function of the code alone. */
export function wordOf(code: VerdictCode): 'ok' | 'rejected' | 'ignored' | 'pending' {
  if (code === 'ok') return 'ok';
  if (ignored.has(code)) return 'ignored';
  if (pending.has(code)) return 'pending';
  return 'rejected';
}

/** A verdict as it stands in digests and answers: `ok`, or `word: code`. */
export function verdictText(code: VerdictCode): string {
  return code === 'ok' ? 'ok' : `${wordOf(code)}: ${code}`;
}
