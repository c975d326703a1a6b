import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { nodeOf, withNode } from '../options.ts';
import type { NodeOptions } from '../options.ts';
import { oneLine, print, say } from '../terminal/output.ts';
import { writeWhole } from '../terminal/whole-file.ts';

interface ExportOptions extends NodeOptions {
  project?: string;
  all?: boolean;
  out?: string;
}

/** `wasteland export beads` */
export function addExportBeads(command: Command): void {
  const beads = command
    .command('beads')
    .description('what is to be done on a board, as JSON lines that bd imports')
    .option('--project <name>', 'only of this project')
    .option('--all', 'what is completed or withdrawn too, as closed')
    .option('--out <file>', 'where to write it; else to stdout, and the summary to stderr');
  withNode(beads).action(exportBeads);
}

async function exportBeads({ out, ...options }: ExportOptions): Promise<void> {
  const { beadLines } = await import('./beads-run.ts');
  let count = 0;
  const counted = async function* (): AsyncGenerator<string> {
    for await (const line of beadLines(nodeOf(options), options)) {
      count += 1;
      yield line;
    }
  };
  if (out === undefined) {
    await toStdout(Readable.from(counted()));
    say(`${count} beads`);
  } else {
    await writeWhole(out, async (write) => {
      for await (const line of counted()) await write(line);
    });
    print(options, { out, beads: count }, () => `${count} beads are in ${oneLine(out)}`);
  }
}

async function toStdout(lines: Readable): Promise<void> {
  try {
    await pipeline(lines, process.stdout, { end: false });
  } catch (error) {
    // Whoever read them has had enough.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}
