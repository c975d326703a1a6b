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
  'no_key',
  'idempotency_conflict',
  'peer_identity_changed',
  'peer_exists',
  'too_large',
  'unsupported_media_type',
  'home_unknown',
  'not_a_peer',
  'peer_not_allowed',
  'rate_limited',
  'peer_unreachable',
  'unavailable',
  'clock_wrong',
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

  constructor(code: ErrorCode, message: string, options: { legal?: string[]; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'WastelandError';
    this.code = code;
    this.legal = options.legal;
  }
}
