import { giveVouch } from '../../../../operations/give-vouch.ts';
import { VouchAnswer } from '../../../../wire/api/acts.ts';
import { VouchRequest } from '../../../../wire/api/rig.ts';
import { Queued } from '../../../../wire/api/outbox.ts';
import { answerAct } from '../../../acts.ts';
import { answer, answers, deliveryProblems, signingProblems } from '../../../answers.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const vouch: Route = (app, services) => {
  const schema = {
    summary: 'Say that you trust a rig’s judgement',
    tags: ['rigs'],
    security: [{ rig: ['stamp'] }],
    body: VouchRequest,
    response: answers({ 201: answer(VouchAnswer, 'logged'), 202: answer(Queued, 'waits for another node') }, [
      ...signingProblems,
      ...deliveryProblems,
      'self',
      'unknown_target',
    ]),
  };
  app.post('/v1/vouches', { schema, onRequest: asRig(services) }, (request, reply) =>
    answerAct(services, request, reply, (acting) => giveVouch(services, acting, request.body)),
  );
};
