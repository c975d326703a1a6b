import { withdrawVouch } from '../../../../operations/withdraw-vouch.ts';
import { TakenBack } from '../../../../wire/api/acts.ts';
import { Queued } from '../../../../wire/api/outbox.ts';
import { answerAct } from '../../../acts.ts';
import { answer, answers, deliveryProblems, signingProblems } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const withdrawOwnVouch: Route = (app, services) => {
  const schema = {
    summary: 'Take back every vouch for a rig',
    tags: ['rigs'],
    security: [{ rig: ['stamp'] }],
    params: idParams,
    response: answers({ 200: answer(TakenBack, 'logged'), 202: answer(Queued, 'waits for another node') }, [
      ...signingProblems,
      ...deliveryProblems,
      'not_author',
    ]),
  };
  app.delete('/v1/vouches/:id', { schema, onRequest: asRig(services) }, (request, reply) =>
    answerAct(services, request, reply, (acting) => withdrawVouch(services, acting, request.params.id)),
  );
};
