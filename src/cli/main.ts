import { markIds, unmarkIds } from './ids.ts';
import { createProgram } from './program.ts';
import { reportFailure } from './terminal/failure.ts';

/** Runs one command; resolves with the exit code. */
async function run(argv: string[]): Promise<number> {
  try {
    await unmarkIds(createProgram()).parseAsync(markIds(argv));
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return reportFailure(error, argv.includes('--json'));
  }
}

process.exitCode = await run(process.argv);
