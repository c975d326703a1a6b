import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { nodeOf, withNode } from '../options.ts';
import type { NodeOptions } from '../options.ts';
import { oneLine, print } from '../terminal/output.ts';

interface ExportOptions extends NodeOptions {
  project?: string;
  all?: boolean;
  output?: string;
}

/** `wasteland export beads` */
export function addExportBeads(command: Command): void {
  const beads = command
    .command('beads')
    .description('print what is to be done on a board as JSON lines that bd imports')
    .option('--project <name>', 'only of this project')
    .option('--all', 'what is completed or withdrawn too, as closed')
    .option('--output <file>', 'write a file instead, in the place of one that is there');
  withNode(beads).action(exportBeads);
}

async function exportBeads({ output, ...options }: ExportOptions): Promise<void> {
  const { beadLines } = await import('./beads-run.ts');
  let count = 0;
  const counted = async function* (): AsyncGenerator<string> {
    for await (const line of beadLines(nodeOf(options), options)) {
      count += 1;
      yield line;
    }
  };
  const lines = Readable.from(counted());
  if (output === undefined) return await pipeline(lines, process.stdout, { end: false });
  await writeWhole(output, lines);
  print(options, { file: output, beads: count }, () => `${count} beads are in ${oneLine(output)}`);
}

/** Writes a file that is there wholly or, when something fails, not at all. */
async function writeWhole(file: string, lines: Readable): Promise<void> {
  const unfinished = `${file}.${process.pid}.new`;
  try {
    await pipeline(lines, createWriteStream(unfinished, { flush: true }));
    renameSync(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
}
