import { ClientError } from '../../client/client-error.ts';
import type { Completion } from '../../wire/api/completion.ts';
import { exitCodeOf, exitCodes } from '../terminal/exit-codes.ts';
import type { ExitCode } from '../terminal/exit-codes.ts';
import { shortId } from '../terminal/table.ts';
import type { Acted } from './door.ts';

/**
 * Sends the stamp that goes with an acceptance by one's own key. It is an act of its own, and nobody can sign it later: when
 * the acceptance waits in the node's outbox, or the stamp is refused, the rig has to know and to do it.
 */
export async function stampAccepted(
  accepted: Acted,
  submission: Completion,
  stamp: () => Promise<Acted>,
): Promise<Acted> {
  const command = `wasteland stamp ${shortId(submission.item)} --completion ${shortId(submission.id)}`;
  const without = (why: string, exitCode: ExitCode, answer: unknown): Acted => ({
    ...accepted,
    answer: { accept: accepted.answer, stamp: answer },
    undone: { why, exitCode },
  });
  if (accepted.queued !== undefined) {
    const why = `not stamped, since the acceptance waits. Once it stands: ${command}, with the same scores`;
    return without(why, exitCodes.refused, null);
  }
  try {
    return { ...accepted, answer: { accept: accepted.answer, stamp: (await stamp()).answer } };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    const why = `accepted, but not stamped: ${error.message} (${error.code}). To try again: ${command}, with the same scores`;
    return without(why, exitCodeOf(error), error.problem ?? null);
  }
}
