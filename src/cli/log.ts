import { Option } from 'commander';
import type { Command } from 'commander';
import type { NodeClient } from '../client/node-client.ts';
import type { Entry, EntryListQuery, LogHead } from '../wire/api/log.ts';
import { defined } from './defined.ts';
import { nodeOf, wholeNumber, withNode } from './options.ts';
import type { NodeOptions } from './options.ts';
import { exitCodes, UsageError } from './terminal/exit-codes.ts';
import { print } from './terminal/output.ts';
import { rigName, shortId, table } from './terminal/table.ts';

interface LogOptions extends NodeOptions {
  code?: EntryListQuery['code'];
  sort?: EntryListQuery['sort'];
  limit?: number;
  cursor?: string;
  proof?: number;
}

/** `wasteland log`, `wasteland log <origin>`, `wasteland log <origin> --proof <seq>` */
export function addLog(program: Command): Command {
  const command = program
    .command('log [origin]')
    .description('the logs that a node holds; the entries of one, with their verdicts; or the proof of an entry')
    .option('--code <code>', 'only entries with this verdict: ok, wrong_state, same_owner …')
    .addOption(new Option('--sort <order>', '-seq: the newest first').choices(['seq', '-seq']))
    .option('--limit <n>', 'entries on a page, at most 200', wholeNumber)
    .option('--cursor <cursor>', 'where the page before ended')
    .option('--proof <seq>', 'prove that the entry is in the log, and check the proof here', wholeNumber);
  return withNode(command).action(async (origin: string | undefined, options: LogOptions) => {
    if (origin === undefined) await listLogs(options);
    else if (options.proof === undefined) await listEntries(origin, options);
    else await prove(origin, options.proof, options);
  });
}

async function listLogs(options: LogOptions): Promise<void> {
  if (options.proof !== undefined || options.code !== undefined) throw new UsageError('of which log? Give its origin');
  const page = await nodeOf(options).get('/v1/logs');
  print(options, page, () => table(['ORIGIN', 'ENTRIES', 'ROOT', 'AT', ''], page.items.map(headRow)));
}

async function listEntries(reference: string, options: LogOptions): Promise<void> {
  const { url: _url, json: _json, proof: _proof, ...query } = options;
  const node = nodeOf(options);
  const origin = await originOf(node, reference);
  const page = await node.get('/v1/logs/{origin}/entries', {
    params: { path: { origin }, query: defined(query) },
  });
  print(options, page, () => {
    const more = page.next_cursor === null ? [] : ['', `more: --cursor ${page.next_cursor}`];
    return [...table(['SEQ', 'AT', 'WHAT', 'BY', 'VERDICT', 'ABOUT'], page.items.map(entryRow)), ...more];
  });
}

async function prove(reference: string, seq: number, options: LogOptions): Promise<void> {
  const { proveEntry } = await import('./logs/prove-entry.ts');
  const node = nodeOf(options);
  const { proof, checks } = await proveEntry(node, await originOf(node, reference), seq);
  print(options, { ...proof, checks }, () => [
    `entry ${seq} ${proof.hash}`,
    ...checks.map(({ what, holds }) => `${holds ? 'holds' : 'WRONG'}  ${what}`),
    `root   ${proof.root}`,
    ...proof.proof.map((hash) => `       ${hash}`),
  ]);
  if (!checks.every(({ holds }) => holds)) process.exitCode = exitCodes.failed;
}

/** What reads ids is loaded only where one is read. */
async function originOf(node: NodeClient, reference: string): Promise<string> {
  const { originId } = await import('./logs/origin-id.ts');
  return await originId(node, reference);
}

function headRow({ origin, seq, root, url, disputed }: LogHead): string[] {
  const note = disputed === true ? 'signed two histories: extends no more here' : '';
  return [origin, String(seq), root.slice(0, 16), url ?? '', note];
}

function entryRow({ seq, at, type, author, verdict, item, made, target }: Entry): string[] {
  const about = item ?? made ?? target;
  const by = author === undefined ? '' : rigName(author);
  return [String(seq), at, type ?? '', by, verdict, about === undefined ? '' : shortId(about)];
}
