import type { Command } from 'commander';
import type { NodeClient } from '../client/node-client.ts';
import type { SyncReport } from '../wire/api/sync-report.ts';
import { peerId } from './acting/peer-id.ts';
import { landedLines } from './logs/landed-lines.ts';
import { adminOf, withAdmin } from './options.ts';
import type { AdminOptions } from './options.ts';
import { exitCodes } from './terminal/exit-codes.ts';
import { print } from './terminal/output.ts';
import { shortId } from './terminal/table.ts';

/** `wasteland sync [peer]` */
export function addSync(program: Command): Command {
  const command = program.command('sync [peer]').description('pull from one peer, or from all, and wait for it');
  return withAdmin(command).action(async (reference: string | undefined, options: AdminOptions) => {
    const node = adminOf(options);
    const ids = reference === undefined ? await activePeers(node) : [await peerId(node, reference)];
    const reports = await Promise.all(ids.map((id) => syncWith(node, id)));
    const answer = reference === undefined ? { items: reports } : reports[0];
    print(options, answer, () => (reports.length === 0 ? 'no peers to pull from' : reports.flatMap(linesOf)));
    if (reports.some((report) => report.result === 'failed')) process.exitCode = exitCodes.refused;
  });
}

async function syncWith(node: NodeClient, id: string): Promise<SyncReport> {
  return await node.post('/v1/admin/peers/{id}/sync', { params: { path: { id } }, body: {} });
}

async function activePeers(node: NodeClient): Promise<string[]> {
  const { items } = await node.get('/v1/admin/peers');
  return items.filter((peer) => !peer.paused).map((peer) => peer.id);
}

function linesOf(report: SyncReport): string[] {
  const why =
    report.code === undefined ? '' : `: ${report.code}${report.detail === undefined ? '' : `, ${report.detail}`}`;
  const how = report.transport === undefined ? '' : ` by ${report.transport}`;
  return [
    `${shortId(report.peer)} ${report.result}${how}, ${report.landed} entries landed${why}`,
    ...landedLines(report),
  ];
}
