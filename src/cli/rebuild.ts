import type { Command } from 'commander';
import { dataDirOf } from './node/data-dir.ts';
import { withDataDir } from './options.ts';
import type { DataDirOptions } from './options.ts';
import { print, progressOf } from './terminal/output.ts';

/** `wasteland rebuild` */
export function addRebuild(program: Command): Command {
  const command = program
    .command('rebuild')
    .description('make read model and commons anew from the ledger; the node must not run');
  return withDataDir(command).action(async (options: DataDirOptions) => {
    const { rebuildDataDir } = await import('../operations/rebuild-node.ts');
    const rebuilt = await rebuildDataDir({ ...dataDirOf(options), onProgress: progressOf('entries judged') });
    print(
      options,
      rebuilt,
      () => `made anew from ${rebuilt.entries} entries; ${rebuilt.rows} rows of the commons written`,
    );
  });
}
