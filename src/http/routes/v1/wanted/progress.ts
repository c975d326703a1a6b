import { reportProgress } from '../../../../operations/report-progress.ts';
import { ProgressRequest, ItemAnswer } from '../../../../wire/api/lifecycle.ts';
import { Queued } from '../../../../wire/api/outbox.ts';
import { answerAct } from '../../../acts.ts';
import { answer, answers, deliveryProblems, signingProblems } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const progress: Route = (app, services) => {
  const schema = {
    summary: 'Report progress, which renews the lease',
    tags: ['wanted'],
    security: [{ rig: ['work'] }],
    params: idParams,
    body: ProgressRequest,
    response: answers({ 200: answer(ItemAnswer, 'logged'), 202: answer(Queued, "waits for the item's home") }, [
      ...signingProblems,
      ...deliveryProblems,
      'unknown_item',
      'wrong_state',
      'not_allowed',
    ]),
  };
  app.post('/v1/wanted/:id/progress', { schema, onRequest: asRig(services) }, (request, reply) =>
    answerAct(services, request, reply, (acting) => reportProgress(services, acting, request.params.id, request.body)),
  );
};
