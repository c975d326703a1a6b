import type { Command } from 'commander';
import type { ExportRequest, Written } from './board-file.ts';
import { urlOf, withNode } from '../options.ts';
import type { NodeOptions } from '../options.ts';
import { exitCodes } from '../terminal/exit-codes.ts';
import { untilInterrupted } from '../terminal/interrupt.ts';
import { print, progressOf, say } from '../terminal/output.ts';

interface BoardOptions extends NodeOptions {
  rig?: string;
  out?: string;
}

/** `wasteland export [board]` */
export function addExportBoard(group: Command): void {
  const command = group
    .command('board', { isDefault: true })
    .description('all logs that a node holds, as JSON lines, whole and with their checkpoints')
    .option(
      '--rig <rig>',
      'only the logs in which the record of a rig stands: its homes, and where it worked and was stamped',
    )
    .option('--out <file>', 'where to write it; else to stdout, and the summary to stderr');
  withNode(command).action(async (options: BoardOptions) => {
    const { exportBoard } = await import('./board-file.ts');
    const written = await untilInterrupted((signal) => exportBoard(requestOf(options, signal)));
    if (options.out === undefined) for (const line of linesOf(written)) say(line);
    else print(options, written, () => linesOf(written));
    if (written.left_out.length > 0) process.exitCode = exitCodes.refused;
  });
}

function requestOf(options: BoardOptions, signal: AbortSignal): ExportRequest {
  const { rig, out } = options;
  const onProgress = progressOf('entries written');
  return { url: urlOf(options), rig, out, signal, onProgress };
}

function linesOf({ logs, entries, left_out }: Written): string[] {
  return [
    `${entries} entries in ${logs} logs`,
    ...left_out.map(
      (origin) => `left out: the log ${origin}, of which the node holds a part of what its checkpoint covers`,
    ),
  ];
}
