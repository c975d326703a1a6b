import type { Command } from 'commander';
import { configOf, withDataDir } from './options.ts';
import type { DataDirOptions } from './options.ts';

/** `wasteland serve` */
export function addServe(program: Command): Command {
  const command = program.command('serve').description('run a node until it is told to stop (SIGTERM, Ctrl-C)');
  return withDataDir(command).action(async (options: DataDirOptions) => {
    const { serve } = await import('../main.ts');
    await serve(configOf(options));
  });
}
