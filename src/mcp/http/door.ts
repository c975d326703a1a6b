import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../../operations/ports.ts';
import { bearerOf } from './bearer.ts';
import { challenge } from './challenge.ts';
import { checkSource } from './check-source.ts';
import { needsRig } from './needs-rig.ts';
import { metadataDoor } from './resource-metadata.ts';
import type { Exchange } from './exchange.ts';

/** Where the door is, below the node's URL. */
export const mcpPath = '/mcp';

/** Streamable HTTP at `/mcp`, stateless: every request is whole in itself, with the token that it brings. */
export function mcpDoor(app: FastifyInstance, services: Services): void {
  metadataDoor(app, services);
  let exchange: Promise<Exchange> | undefined;
  // The protocol's library takes longer to load than the rest of a start: the first who asks waits for it.
  const opened = async (): Promise<Exchange> =>
    await (exchange ??= import('./exchange.ts').then(({ openExchange }) => openExchange(services, app.log)));

  app.route({
    method: ['GET', 'POST', 'DELETE'],
    url: mcpPath,
    schema: { hide: true },
    config: { checksRoom: true },
    onRequest: async (request) => checkSource(services, request.headers),
    handler: (request, reply) => answerCall(services, opened, request, reply),
  });
}

async function answerCall(
  services: Services,
  opened: () => Promise<Exchange>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const bearer = await bearerOf(services, request.headers.authorization);
  if (bearer === 'unknown') {
    return challenge(services, reply, 'this token is not one of this node, or it was revoked');
  }
  if (bearer === undefined && needsRig(request.body)) {
    return challenge(services, reply, 'a bearer token of a rig is needed');
  }
  const exchange = await opened();
  const { status, headers, body } = await exchange(
    { method: request.method, headers: readHeaders(request), body: request.body },
    bearer,
  );
  return await reply.code(status).headers(headers).send(body);
}

/** Headers that the protocol reads; the body has been read already. */
const read = ['accept', 'content-type', 'mcp-protocol-version', 'mcp-method', 'mcp-name', 'mcp-session-id'] as const;

function readHeaders({ headers }: FastifyRequest): Record<string, string> {
  const found = read.map((name) => [name, headers[name]] as const);
  return Object.fromEntries(
    found.filter((each): each is [(typeof read)[number], string] => typeof each[1] === 'string'),
  );
}
