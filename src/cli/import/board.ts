import { existsSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import type { ImportReport } from '../../federation/import-logs.ts';
import { landedLines } from '../logs/landed-lines.ts';
import { withDataDir } from '../options.ts';
import type { DataDirOptions } from '../options.ts';
import { exitCodes, UsageError } from '../terminal/exit-codes.ts';
import { untilInterrupted } from '../terminal/interrupt.ts';
import { print } from '../terminal/output.ts';

/** `wasteland import board <file>` */
export function addImportBoard(group: Command): void {
  const command = group
    .command('board <file>')
    .description('take the logs of an export (wasteland export) as from a peer; the node must not run');
  withDataDir(command).action(async (path: string, options: DataDirOptions) => {
    if (!existsSync(path) || !statSync(path).isFile()) throw new UsageError(`${path} is no file`);
    const { importBoard } = await import('./board-file.ts');
    const report = await untilInterrupted((signal) => importBoard(path, options, signal));
    print(options, report, () => linesOf(report));
    if (report.result !== 'ok') process.exitCode = exitCodes.refused;
  });
}

function linesOf(report: ImportReport): string[] {
  const { landed, logs, texts = 0 } = report;
  return [
    landed === 0 && logs.length === 0 ? 'everything was here already' : `${landed} entries landed`,
    ...(texts === 0 ? [] : [`${texts} texts that were withheld are here now`]),
    ...landedLines(report),
  ];
}
