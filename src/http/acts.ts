import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WastelandError } from '../errors.ts';
import type { Acting, Done } from '../operations/acting.ts';
import { idempotently } from '../operations/idempotently.ts';
import type { Services } from '../operations/ports.ts';

const statuses = { made: 201, done: 200, queued: 202 } as const;

/** Runs a bearer's act and sends what came of it; with an Idempotency-Key at most once. */
export async function answerAct(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  run: (acting: Acting) => Promise<Done<unknown, unknown>>,
): Promise<FastifyReply> {
  const answered = async (acting: Acting) => {
    const done = await run(acting);
    return { status: statuses[done.kind], body: done.answer };
  };
  const key = keyOf(request);
  if (key === undefined) {
    const { status, body } = await answered({ rig: request.rig });
    return reply.code(status).send(body);
  }
  const keyed = { rig: request.rig, key, request: fingerprint(request) };
  const { status, body, replayed } = await idempotently(services, keyed, answered);
  if (replayed) void reply.header('idempotency-replayed', 'true');
  return reply.code(status).send(body);
}

function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && /^[\x20-\x7e]{1,255}$/.test(key)) return key;
  throw new WastelandError('invalid_request', 'an Idempotency-Key is 1 to 255 printable characters');
}

function fingerprint(request: FastifyRequest): string {
  const text = `${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`;
  return createHash('sha256').update(text).digest('hex');
}
