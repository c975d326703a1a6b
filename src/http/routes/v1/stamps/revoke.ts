import { revokeStamp } from '../../../../operations/revoke-stamp.ts';
import { RevokeRequest, StampAnswer } from '../../../../wire/api/stamp.ts';
import { Queued } from '../../../../wire/api/outbox.ts';
import { answerAct } from '../../../acts.ts';
import { answer, answers, deliveryProblems, signingProblems } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const revoke: Route = (app, services) => {
  const schema = {
    summary: 'Take a stamp back',
    tags: ['stamps'],
    security: [{ rig: ['stamp'] }],
    params: idParams,
    body: RevokeRequest,
    response: answers({ 200: answer(StampAnswer, 'logged'), 202: answer(Queued, 'waits for another node') }, [
      ...signingProblems,
      ...deliveryProblems,
      'not_author',
      'unknown_target',
    ]),
  };
  app.post('/v1/stamps/:id/revoke', { schema, onRequest: asRig(services) }, (request, reply) =>
    answerAct(services, request, reply, (acting) => revokeStamp(services, acting, request.params.id, request.body)),
  );
};
