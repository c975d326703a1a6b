import type { NotFound } from '../net/outcome.ts';
import type { SyncCode } from '../wire/api/sync-report.ts';

/** Why a sync, or one log of it, ends: what the report says. Never thrown for the verdict of an entry. */
export class SyncFailure extends Error {
  override name = 'SyncFailure';
  readonly code: SyncCode;

  constructor(code: SyncCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

/** The failure that an answer of the peer's REST door stands for. */
export function failureOf(outcome: NotFound): SyncFailure {
  if (outcome.kind === 'unreachable') return new SyncFailure('peer_unreachable', outcome.detail);
  if (outcome.kind === 'refused' && outcome.by === 'us') return new SyncFailure('peer_not_allowed', outcome.detail);
  return new SyncFailure('not_a_peer', outcome.detail);
}
