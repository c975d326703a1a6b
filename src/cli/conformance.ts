import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { linesOf } from '../net/byte-lines.ts';

/** Bytes of one request: some 60,000 entries of a log. */
const lineLimit = 64 * 1024 * 1024;

/** `wasteland conformance` */
export function addConformance(program: Command): Command {
  return program
    .command('conformance')
    .description(
      'answer JSON requests, one a line on stdin, so that other implementations can be compared with this one',
    )
    .action(async () => {
      try {
        await pipeline(process.stdin, answers, process.stdout, { end: false });
      } catch (error) {
        // Whoever asked has gone: nobody is left to answer to.
        if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
      }
    });
}

async function* answers(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const { answerLine, lineTooLong } = await import('../operations/conformance/answer-line.ts');
  for await (const line of linesOf(input, lineLimit)) {
    const answer = line === undefined ? lineTooLong(lineLimit) : answerLine(line);
    yield `${JSON.stringify(answer)}\n`;
  }
}
