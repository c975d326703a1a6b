import Type from 'typebox';
import { closed } from '../../wire/encodings.ts';
import { SyncStatus } from '../../wire/api/tools.ts';
import { readTool } from '../tool.ts';

/** `sync_status` */
export const syncStatus = readTool({
  name: 'sync_status',
  title: 'How far this node is',
  description:
    "How many entries of each node's log are known here, and, for a rig, which of its acts wait for another node. What " +
    'was done elsewhere shows here after the next sync.',
  input: Type.Object({}, closed),
  output: SyncStatus,
  sameForAll: false,
  run: async (board) => {
    const [{ id: node }, logs, outbox] = [await board.node(), await board.logs(), await board.waiting()];
    const structured: SyncStatus = { node, logs, ...(outbox !== undefined && { outbox }) };
    return { structured, text: statusLines(structured).join('\n') };
  },
});

function statusLines({ node, logs, outbox = [] }: SyncStatus): string[] {
  return [
    ...logs.map(({ origin, seq, url }) => {
      const where = url === undefined ? '' : ` (${url})`;
      return `${origin}${origin === node ? ', this node' : ''}${where}: ${seq} entries`;
    }),
    ...outbox.map(({ type, item, attempts }) => `${type} ${item ?? ''} waits for its home; tried ${attempts} times`),
  ];
}
