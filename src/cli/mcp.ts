import type { Command } from 'commander';
import { NodeClient } from '../client/node-client.ts';
import { bearerOf } from './acting/bearer.ts';
import { urlOf, withActing } from './options.ts';
import type { ActingOptions } from './options.ts';
import { oneLine, say } from './terminal/output.ts';

/** `wasteland mcp` */
export function addMcp(program: Command): Command {
  const command = program
    .command('mcp')
    .description('let an agent work on a board: MCP on stdin and stdout, for any node, as you');
  return withActing(command).action(async (options: ActingOptions) => {
    // Only this command needs them, and they take long to load.
    const { serveOverStdio } = await import('../mcp/stdio.ts');
    const { remoteBoard } = await import('./mcp/remote-board.ts');
    const url = urlOf(options);
    const board = remoteBoard(new NodeClient({ url }), await memberOf(url, options));
    const report = (error: unknown): void => say(`wasteland: ${oneLine(String(error))}`);
    serveOverStdio(board, { version: program.version() ?? '', report });
  });
}

/** As whom the tools act: a token's rig, else that of a key of one's own; nobody where there is neither. */
async function memberOf(url: string, options: ActingOptions) {
  const token = bearerOf(options);
  if (token !== undefined) return (await import('./mcp/token-member.ts')).tokenMember(url, token);
  const { listKeys } = await import('./keys/keyring.ts');
  if (options.key === undefined && listKeys().length === 0) return undefined;
  return (await import('./mcp/key-member.ts')).keyMember(url, options.key);
}
