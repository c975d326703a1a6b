import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Board } from './board.ts';
import { mcpServer } from './server.ts';
import type { McpServerOptions } from './server.ts';

/** Serves one client on stdin and stdout, until it closes stdin. */
export function serveOverStdio(board: Board, options: McpServerOptions): void {
  serveStdio(() => mcpServer(board, options), { maxSubscriptions: 0, onerror: options.report });
}
