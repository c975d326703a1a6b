import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { readVouchedList } from '../../domain/reputation/vouched-list.ts';
import { adminOf, nodeOf, withAdmin, withNode } from '../options.ts';
import type { AdminOptions, NodeOptions } from '../options.ts';
import { UsageError } from '../terminal/exit-codes.ts';
import { print } from '../terminal/output.ts';
import { rigName } from '../terminal/table.ts';

interface ImportOptions extends AdminOptions {
  platform: string;
}

/** `wasteland trust import|export` */
export function addVouchList(trust: Command): void {
  const take = trust
    .command('import <file>')
    .description('take a vouch list over (VOUCHED.td; - for stdin): vouch for its accounts, block who is denounced')
    .option('--platform <name>', 'what is meant where a line names none', 'github');
  withAdmin(take).action(async (file: string, { platform, ...options }: ImportOptions) => {
    const list = readFileSync(file === '-' ? 0 : file, 'utf8');
    checkList(file, list, platform);
    const answer = await adminOf(options).post('/v1/admin/vouch-list', { body: { list, platform } });
    print(options, answer, () => [
      ...answer.vouched.map(({ account, rig }) => `vouching for ${rigName(rig)}, who has proven ${account}`),
      ...answer.listed.map((account) => `remembered ${account}: no rig has proven it yet`),
      ...answer.blocked.map((account) => `blocked ${account}`),
    ]);
  });
  const give = trust.command('export').description('whom this node vouches for and blocks, in the form of VOUCHED.td');
  withNode(give).action(async (options: NodeOptions) => {
    const answer = await nodeOf(options).get('/v1/admin/vouch-list');
    print(options, answer, () => answer.list.trimEnd());
  });
}

/** Names every broken line: the node would name some, and take nothing either. */
function checkList(file: string, list: string, platform: string): void {
  const reading = readVouchedList(list, platform);
  if (reading.ok) return;
  const lines = reading.errors.map(({ line, message }) => `${file}:${line}: ${message}`);
  throw new UsageError(['nothing of the list was taken', ...lines].join('\n'));
}
