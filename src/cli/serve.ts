import type { Command } from 'commander';
import { configOf } from './options.ts';
import type { DataDirOptions } from './options.ts';

/** `wasteland serve` */
export function addServe(program: Command): Command {
  const command = program.command('serve').description('run a node until it is told to stop (SIGTERM, Ctrl-C)');
  return command
    .option('--data-dir <path>', "the node's data directory (WASTELAND_DATA_DIR; else ./data)")
    .action(async (options: DataDirOptions) => {
      const { serve } = await import('../main.ts');
      await serve(configOf(options));
    });
}
