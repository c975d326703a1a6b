import { join } from 'node:path';
import type { Command } from 'commander';
import { loadSecrets } from '../config/secrets.ts';
import { configOf, withDataDir } from './options.ts';
import type { DataDirOptions } from './options.ts';
import { print } from './terminal/output.ts';

/** `wasteland init` */
export function addInit(program: Command): Command {
  const command = program.command('init').description('make a data directory with its secrets');
  return withDataDir(command).action((options: DataDirOptions) => {
    const { dataDir, secret } = configOf(options);
    loadSecrets({ dataDir, ...(secret === undefined ? {} : { secret }) });
    const adminToken = join(dataDir, 'admin-token');
    const answer = {
      data_dir: dataDir,
      admin_token_file: adminToken,
      secret_file: secret === undefined ? join(dataDir, 'secret') : null,
    };
    print(options, answer, () => [
      `data directory: ${dataDir}`,
      `the operator's token is in ${adminToken}`,
      'next: wasteland doctor says whether a node can run here, wasteland serve runs it',
    ]);
  });
}
