import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../http/app.ts';
import { sendProblem } from '../http/plugins/problem-answers.ts';
import { problemOfAny } from '../http/problems.ts';
import type { Services } from '../operations/ports.ts';
import { errorPage } from './pages/error.ts';
import { send, visitOf } from './page.ts';

/** Failures as pages for whoever reads pages, and as problem documents for everybody else. */
export function errorPages(site: App, services: Services): void {
  site.setErrorHandler(async (error, request, reply) => {
    const problem = problemOfAny(error);
    if (problem.code === 'internal') request.log.error({ err: error }, 'a page failed');
    return await answerProblem(services, request, reply, problem);
  });
  // Whatever no route knows: a mistyped address, a link that is gone.
  site.get('/*', { schema: { hide: true } }, async (request, reply) => {
    const problem = { ...problemOfAny({ statusCode: 404 }), detail: `nothing answers ${request.method} here` };
    return await answerProblem(services, request, reply, problem);
  });
}

async function answerProblem(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  problem: ReturnType<typeof problemOfAny>,
): Promise<FastifyReply> {
  const forPeople = request.headers.accept?.includes('text/html') === true;
  if (!forPeople || request.url.startsWith('/v1/')) return sendProblem(reply, problem);
  void reply.header('cache-control', 'no-store');
  return await send(visitOf(services, request, reply), errorPage(problem));
}
