import type { Command } from 'commander';
import type { Digest } from '../wire/api/node.ts';
import { dataDirOf } from './node/data-dir.ts';
import { nodeOf, withDataDir } from './options.ts';
import type { DataDirOptions } from './options.ts';
import { untilInterrupted } from './terminal/interrupt.ts';
import { print } from './terminal/output.ts';

interface DigestOptions extends DataDirOptions {
  url?: string;
}

/** `wasteland digest` */
export function addDigest(program: Command): Command {
  const command = program
    .command('digest')
    .description('the digest of logs, verdicts and tables, from the data directory')
    .option('--url <url>', 'ask this node instead');
  return withDataDir(command).action(async (options: DigestOptions) => {
    const digest = await (options.url === undefined ? ofDataDir(options) : nodeOf(options).get('/v1/digest'));
    print(options, digest, () => linesOf(digest));
  });
}

async function ofDataDir(options: DigestOptions): Promise<Digest> {
  const { digestDataDir } = await import('../operations/digest-node.ts');
  return await untilInterrupted((signal) => digestDataDir({ ...dataDirOf(options), signal }));
}

function linesOf(digest: Digest): string[] {
  const heads = Object.entries(digest.vector).map(([origin, [seq, root]]) => `  ${origin} ${seq} ${root}`);
  return [
    `projection version ${digest.projection_version}`,
    ...heads,
    ...digest.withheld.map(([origin, seq]) => `  withheld: ${origin} ${seq}`),
    `events     ${digest.events}`,
    `verdicts   ${digest.verdicts}`,
    `projection ${digest.projection}`,
  ];
}
