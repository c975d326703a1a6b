import { createMcpHandler } from '@modelcontextprotocol/server';
import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import type { Services } from '../../operations/ports.ts';
import { nodeBoard } from '../node-board.ts';
import type { Bearer } from '../node-board.ts';
import { mcpServer } from '../server.ts';

export interface McpAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Answers one request of the protocol for a bearer, or for anybody. */
export type Exchange = (request: FastifyRequest, bearer: Bearer | undefined) => Promise<McpAnswer>;

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
  return async (request, bearer) => {
    const authInfo = bearer && { token: '', clientId: bearer.rig, scopes: [...bearer.scopes], extra: { bearer } };
    const response = await handler.fetch(webRequest(request), {
      ...(request.method === 'POST' && { parsedBody: request.body }),
      ...(authInfo && { authInfo }),
    });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  };
}

/** Headers that the protocol reads; the body has been read already. */
const read = ['accept', 'content-type', 'mcp-protocol-version', 'mcp-method', 'mcp-name', 'mcp-session-id'] as const;

function webRequest({ method, headers }: FastifyRequest): Request {
  const kept = read.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]]] : []));
  return new Request('http://localhost/mcp', { method, headers: Object.fromEntries(kept) as Record<string, string> });
}
