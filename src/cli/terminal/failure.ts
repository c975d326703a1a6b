import { CommanderError } from 'commander';
import { ClientError } from '../../client/client-error.ts';
import { WastelandError } from '../../errors.ts';
import { exitCodeOf, exitCodes, UsageError } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { oneLine, say } from './output.ts';

/** Reports why a command ended early, as JSON on stdout too when `json` is set, and gives the exit code. */
export function reportFailure(error: unknown, json: boolean): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (json) process.stdout.write(`${JSON.stringify(documentOf(error))}\n`);
  say(`wasteland: ${sentenceOf(error)}`);
  return exitCodeOf(error);
}

/** The node's own problem document where there is one, else one of the same shape. */
function documentOf(error: unknown): unknown {
  if (error instanceof ClientError && error.problem !== undefined) return error.problem;
  const code = error instanceof ClientError || error instanceof WastelandError ? error.code : undefined;
  return { code: code ?? (error instanceof UsageError ? 'usage' : 'internal'), detail: sentenceOf(error) };
}

function sentenceOf(error: unknown): string {
  if (error instanceof ClientError || error instanceof WastelandError) {
    const code = error instanceof ClientError && error.kind !== 'refused' ? '' : ` (${error.code})`;
    const legal = error.legal?.length ? `; possible now: ${error.legal.join(', ')}` : '';
    const where = error instanceof ClientError ? wrongMembers(error) : '';
    return oneLine(`${error.message}${code}${legal}${where}`);
  }
  if (error instanceof UsageError) return error.message;
  // Something that nobody foresaw: whoever reports it needs to say where it was.
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function wrongMembers(error: ClientError): string {
  const errors = error.problem?.errors ?? [];
  return errors.map(({ path, message }) => `; ${path === '' ? 'body' : path} ${message}`).join('');
}
