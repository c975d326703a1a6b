import type { Command } from 'commander';
import type { Peer, PeersAnswer } from '../wire/api/peer.ts';
import { peerId } from './acting/peer-id.ts';
import { adminOf, withAdmin } from './options.ts';
import type { AdminOptions } from './options.ts';
import { print } from './terminal/output.ts';
import { shortId, table } from './terminal/table.ts';

/** `wasteland peer add|list|pause|resume|remove` */
export function addPeer(program: Command): Command {
  const command = program.command('peer').description('the nodes that this node pulls from');
  const add = command.command('add <url>').description('pull from the node behind a URL, and pin who it is');
  withAdmin(add).action(async (url: string, options: AdminOptions) => {
    const peer = await adminOf(options).post('/v1/admin/peers', { body: { url } });
    print(options, peer, () => `pulling from ${peer.name ?? peer.url}, ${peer.id}`);
  });
  withAdmin(command.command('list').description('list the peers')).action(async (options: AdminOptions) => {
    const answer = await adminOf(options).get('/v1/admin/peers');
    print(options, answer, () => shownPeers(answer));
  });
  addPausing(command, 'pause', true, 'stop pulling from a peer for now');
  addPausing(command, 'resume', false, 'pull from a peer again');
  const remove = command.command('remove <peer>').description('forget a peer; what it gave stays');
  withAdmin(remove).action(async (reference: string, options: AdminOptions) => {
    const node = adminOf(options);
    const id = await peerId(node, reference);
    await node.delete('/v1/admin/peers/{id}', { params: { path: { id } } });
    print(options, { id }, () => `no longer pulling from ${id}`);
  });
  return command;
}

function addPausing(command: Command, name: string, paused: boolean, description: string): void {
  withAdmin(command.command(`${name} <peer>`).description(description)).action(
    async (reference: string, options: AdminOptions) => {
      const node = adminOf(options);
      const id = await peerId(node, reference);
      const peer = await node.patch('/v1/admin/peers/{id}', { params: { path: { id } }, body: { paused } });
      print(options, peer, () => `${paused ? 'paused' : 'resumed'} ${peer.name ?? peer.url}, ${peer.id}`);
    },
  );
}

function shownPeers({ items, equivocations }: PeersAnswer): string[] {
  const shown = items.length === 0 ? ['no peers'] : table(headings, items.map(rowOf));
  const warnings = equivocations.map(
    ({ origin, seq }) =>
      `${shortId(origin)} signed two histories that part at entry ${seq}: its log extends no more here`,
  );
  return [...shown, ...warnings];
}

const headings = ['ID', 'NAME', 'URL', 'STATE', 'LAST SYNC'];

function rowOf({ id, name, url, paused, failures, synced_at }: Peer): string[] {
  const state = paused ? 'paused' : failures > 0 ? `failing (${failures})` : 'ok';
  return [shortId(id), name ?? '', url, state, synced_at ?? 'never'];
}
