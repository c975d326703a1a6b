import type { RefusalCode } from './wire/codes.ts';

/** Codes of refusals that are not verdicts: what doors, peers and set-up answer with. A closed list. */
export const doorCodes = [
  'invalid_request',
  'malformed_json',
  'unauthorized',
  'forbidden',
  'not_found',
  'ambiguous_id',
  'handle_taken',
  'blocked',
  'tier_too_low',
  'too_many_claims',
  'no_key',
  'idempotency_conflict',
  'peer_identity_changed',
  'peer_exists',
  'too_large',
  'unsupported_media_type',
  'home_unknown',
  'not_a_peer',
  'peer_not_allowed',
  'url_not_allowed',
  'rate_limited',
  'peer_unreachable',
  'unavailable',
  'clock_wrong',
  'disk_full',
  'already_running',
  'database_newer',
  'bad_config',
  'set_up',
  'cancelled',
  'internal',
] as const;

export type DoorCode = (typeof doorCodes)[number];
export type ErrorCode = DoorCode | RefusalCode;

/** The one error class: a code from the closed list, a sentence for people, and what would be legal where that helps. */
export class WastelandError extends Error {
  readonly code: ErrorCode;
  /** Acts that would be legal now, as event types. */
  readonly legal: string[] | undefined;
  /** What would have to be otherwise for it to be let in, in plain words. */
  readonly missing: string[] | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { legal?: string[]; missing?: string[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'WastelandError';
    this.code = code;
    this.legal = options.legal;
    this.missing = options.missing;
  }
}

/** Whether an error, or what caused it, says that a disk has no room: the system's own, SQLite's (13 is SQLITE_FULL), Dolt's. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, errcode } = error as Error & { code?: string; errcode?: number };
  if (code === 'ENOSPC' || code === 'EDQUOT' || (code === 'ERR_SQLITE_ERROR' && errcode === 13)) return true;
  return error.message.includes('no space left on device') || isDiskFull(error.cause);
}
