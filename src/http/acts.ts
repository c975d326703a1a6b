import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Acting, Done, Gone } from '../operations/acting.ts';
import { idempotently } from '../operations/idempotently.ts';
import type { KeptAnswer } from '../operations/idempotently.ts';
import type { Services } from '../operations/ports.ts';

const statuses = { made: 201, done: 200, gone: 204, queued: 202 } as const;

/** Runs a bearer's act and sends what came of it; with an Idempotency-Key at most once. */
export async function answerAct(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  run: (acting: Acting) => Promise<Done<unknown, unknown> | Gone>,
): Promise<FastifyReply> {
  return await answerOnce(services, request, reply, request.rig, run);
}

/** Runs what the operator wants and sends what came of it; with an Idempotency-Key at most once. */
export async function answerAdmin(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  run: () => Promise<Done<unknown> | Gone>,
): Promise<FastifyReply> {
  return await answerOnce(services, request, reply, operator, run);
}

/** Whose keys the operator's are: no identity id, so no rig has them. */
const operator = 'admin';

async function answerOnce(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  rig: string,
  run: (acting: Acting) => Promise<Done<unknown, unknown> | Gone>,
): Promise<FastifyReply> {
  const answered = async (acting: Acting): Promise<KeptAnswer> => {
    const done = await run(acting);
    return { status: statuses[done.kind], body: done.kind === 'gone' ? null : done.answer };
  };
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') return send(reply, await answered({ rig }));
  const keyed = { rig, key, request: fingerprint(request) };
  const answer = await idempotently(services, keyed, answered);
  if (answer.replayed) void reply.header('idempotency-replayed', 'true');
  return send(reply, answer);
}

function send(reply: FastifyReply, { status, body }: KeptAnswer): FastifyReply {
  return body === null ? reply.code(status).send() : reply.code(status).send(body);
}

function fingerprint(request: FastifyRequest): string {
  const text = `${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`;
  return createHash('sha256').update(text).digest('hex');
}
