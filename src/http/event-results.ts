import type { FastifyReply } from 'fastify';
import type { Result, Submitted } from '../operations/submission/result.ts';
import type { EventResult } from '../wire/api/event.ts';
import type { Problem } from '../wire/api/problem.ts';
import { sendProblem } from './plugins/problem-answers.ts';
import { problemOf } from './problems.ts';

/**
 * Answers a submission (design section 8): 201 if anything was logged, 200 if all stood there already, 202 if all wait for
 * other nodes, else the status of the first problem. The problem of a single token is the answer itself.
 */
export function sendResults(reply: FastifyReply, { results, checkpoint, logged }: Submitted): FastifyReply {
  const shown = results.map(resultView);
  const problems = shown.flatMap((result) => ('problem' in result ? [result.problem] : []));
  const [problem] = problems;
  const body = { results: shown, ...(checkpoint === undefined ? {} : { checkpoint }) };
  if (problem !== undefined && shown.length === 1) return sendProblem(reply, { ...problem, ...body });
  // As it is: which of three shapes each result has is known here, and a serializer would have to find out.
  return reply
    .code(statusOf(shown, problems, logged))
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(body));
}

function statusOf(results: EventResult[], problems: Problem[], logged: boolean): number {
  if (logged) return 201;
  const [problem] = problems;
  if (problem !== undefined) return problem.status;
  return results.every((result) => 'outbox' in result) ? 202 : 200;
}

function resultView(result: Result): EventResult {
  return 'error' in result ? { hash: result.hash, problem: problemOf(result.error) } : result;
}
