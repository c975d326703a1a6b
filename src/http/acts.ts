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
  complete?: Complete,
): Promise<FastifyReply> {
  return await answerOnce(services, request, reply, request.rig, run, complete);
}

/** Adds to an answer what must not be kept. */
export type Complete = (body: unknown) => Promise<unknown>;

/** Runs what the operator wants and sends what came of it; with an Idempotency-Key at most once. */
export async function answerAdmin(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  run: (acting: Acting) => Promise<Done<unknown> | Gone>,
  complete?: Complete,
): Promise<FastifyReply> {
  return await answerOnce(services, request, reply, operator, run, complete);
}

/** Whose keys the operator's are: no identity id, so no rig has them. */
const operator = 'admin';

async function answerOnce(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  rig: string,
  run: (acting: Acting) => Promise<Done<unknown, unknown> | Gone>,
  complete: Complete = async (body) => body,
): Promise<FastifyReply> {
  const answered = async (acting: Acting): Promise<KeptAnswer> => {
    const done = await run(acting);
    return { status: statuses[done.kind], body: done.kind === 'gone' ? null : done.answer };
  };
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') return await send(reply, await answered({ rig }), complete);
  const keyed = { rig, key, request: fingerprint(request) };
  const answer = await idempotently(services, keyed, answered);
  if (answer.replayed) void reply.header('idempotency-replayed', 'true');
  return await send(reply, answer, complete);
}

async function send(reply: FastifyReply, { status, body }: KeptAnswer, complete: Complete): Promise<FastifyReply> {
  if (body === null) return await reply.code(status).send();
  return await reply.code(status).send(await complete(body));
}

function fingerprint(request: FastifyRequest): string {
  const text = `${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`;
  return createHash('sha256').update(text).digest('hex');
}
