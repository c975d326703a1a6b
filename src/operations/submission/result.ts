import type { WastelandError } from '../../errors.ts';
import type { LoggedResult, QueuedResult } from '../../wire/api/event.ts';

/** Refused: with the error, which a door puts into its own form. */
export interface Refused {
  hash: string;
  error: WastelandError;
}

/** What became of one token. */
export type Result = LoggedResult | QueuedResult | Refused;

export interface Submitted {
  /** One for each input, in order. */
  results: Result[];
  checkpoint?: string;
  /** Whether anything was logged that didn't stand there before. */
  logged: boolean;
}
