import { ClientError } from '../../client/client-error.ts';
import { WastelandError } from '../../errors.ts';

/** What the exit code of a command says; scripts rely on it. */
export const exitCodes = {
  /** It is done, or waits in a node's outbox and will be. */
  done: 0,
  /** It was refused, wholly or in part, by a node or before anything was asked. */
  refused: 1,
  /** The command was written wrongly. */
  usage: 2,
  /** The node, or the node's Dolt, can't be reached: whether it was done isn't known. */
  unreachable: 3,
  /** What was checked isn't as it should be. */
  failed: 4,
} as const;

/** The same in a few words, as the help says it. */
export const exitCodeWords: Record<keyof typeof exitCodes, string> = {
  done: 'done, or queued for another node',
  refused: 'refused',
  usage: 'written wrongly',
  unreachable: 'unreachable, so it is not known whether it was done',
  failed: 'a check found something wrong',
};

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Thrown by a command for something that the user wrote and that can't be meant. */
export class UsageError extends Error {
  override name = 'UsageError';
}

const unreachable: ReadonlySet<string> = new Set(['unavailable', 'peer_unreachable', 'set_up']);

/** The exit code that belongs to an error. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) return exitCodes.usage;
  if (error instanceof ClientError) {
    return error.kind === 'refused' ? exitCodes.refused : exitCodes.unreachable;
  }
  if (!(error instanceof WastelandError)) return exitCodes.refused;
  if (error.code === 'bad_config') return exitCodes.usage;
  return unreachable.has(error.code) ? exitCodes.unreachable : exitCodes.refused;
}
