import { createMcpHandler } from '@modelcontextprotocol/server';
import type { FastifyBaseLogger } from 'fastify';
import type { Services } from '../../operations/ports.ts';
import { nodeBoard } from '../node-board.ts';
import type { Bearer } from '../node-board.ts';
import { mcpServer } from '../server.ts';
import { keptAnswers } from './kept-answers.ts';

export interface McpCall {
  method: string;
  /** Those that the protocol reads. */
  headers: Record<string, string>;
  /** What was posted, as read. */
  body: unknown;
}

export interface McpAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Answers one request of the protocol for a bearer, or for anybody. */
export type Exchange = (call: McpCall, bearer: Bearer | undefined) => Promise<McpAnswer>;

/** Both versions of the protocol, by the official library, over this node's board. */
export function openExchange(services: Services, log: FastifyBaseLogger): Exchange {
  const report = (error: unknown): void => log.error({ err: error }, 'a tool failed');
  const { version } = services.settings;
  const handler = createMcpHandler(
    ({ authInfo }) => {
      const bearer = authInfo?.extra?.['bearer'] as Bearer | undefined;
      return mcpServer(nodeBoard(services, bearer), { version, report });
    },
    // Nothing that this door offers changes while it runs, so nobody needs to wait here to hear of it.
    { maxSubscriptions: 0, keepAliveMs: 0 },
  );
  return keptAnswers(services, async ({ method, headers, body }, bearer) => {
    const authInfo = bearer && { token: '', clientId: bearer.rig, scopes: [...bearer.scopes], extra: { bearer } };
    const response = await handler.fetch(new Request('http://localhost/mcp', { method, headers }), {
      ...(method === 'POST' && { parsedBody: body }),
      ...(authInfo && { authInfo }),
    });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  });
}
