import { issueStamp } from '../../../../operations/issue-stamp.ts';
import { StampAnswer, StampRequest } from '../../../../wire/api/stamp.ts';
import { Queued } from '../../../../wire/api/outbox.ts';
import { answerAct } from '../../../acts.ts';
import { answer, answers, deliveryProblems, signingProblems } from '../../../answers.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const issue: Route = (app, services) => {
  const schema = {
    summary: 'Stamp a submission',
    tags: ['stamps'],
    security: [{ rig: ['stamp'] }],
    body: StampRequest,
    response: answers({ 201: answer(StampAnswer, 'logged'), 202: answer(Queued, 'waits for another node') }, [
      ...signingProblems,
      ...deliveryProblems,
      'unknown_target',
      'not_ok',
      'wrong_subject',
      'same_owner',
      'wrong_state',
      'not_in_chain',
      'key_revoked',
      'not_home',
    ]),
  };
  app.post('/v1/stamps', { schema, onRequest: asRig(services) }, (request, reply) =>
    answerAct(services, request, reply, (acting) => issueStamp(services, acting, request.body)),
  );
};
