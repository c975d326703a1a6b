import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import type { Problem } from '../../wire/api/problem.ts';
import type { App } from '../app.ts';
import { problemOfAny } from '../problems.ts';

/** Every failure leaves as a problem document, that of an unknown route too. */
export function problemAnswers(app: App): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOfAny(error);
    if (problem.status >= 500 && problem.code === 'internal') request.log.error({ err: error }, 'a request failed');
    void sendProblem(reply, problem);
  });
  app.setNotFoundHandler((request, reply) => {
    void sendProblem(reply, { ...problemOfAny({ statusCode: 404 }), detail: `nothing answers ${request.method} here` });
  });
}

/** Sends a problem as it is: no response schema may take a member from it. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problem));
}

/** Answers what isn't HTTP that this node reads: there is no request yet, so no reply either. */
export function answerUnreadable(error: { code: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const problem = problemOfAny({ statusCode: 400, code: error.code });
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
}
