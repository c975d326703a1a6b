import { linkRig } from '../../../../operations/link-rig.ts';
import { LinkAnswer } from '../../../../wire/api/acts.ts';
import { LinkRequest } from '../../../../wire/api/rig.ts';
import { Queued } from '../../../../wire/api/outbox.ts';
import { answerAct } from '../../../acts.ts';
import { answer, answers, deliveryProblems, signingProblems } from '../../../answers.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const link: Route = (app, services) => {
  const schema = {
    summary: 'Say that another rig has the same owner',
    tags: ['rigs'],
    security: [{ rig: ['account'] }],
    body: LinkRequest,
    response: answers({ 201: answer(LinkAnswer, 'logged'), 202: answer(Queued, 'waits for another node') }, [
      ...signingProblems,
      ...deliveryProblems,
      'self',
      'unknown_target',
    ]),
  };
  app.post('/v1/links', { schema, onRequest: asRig(services) }, (request, reply) =>
    answerAct(services, request, reply, (acting) => linkRig(services, acting, request.body)),
  );
};
