import { closeRig } from '../../../../operations/change-rig.ts';
import { RigAnswer } from '../../../../wire/api/rig.ts';
import { answerAct } from '../../../acts.ts';
import { answer, answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import { asRig, checkIsSelf } from '../../../plugins/credentials.ts';
import { documentProblems } from '../../../refusals.ts';
import type { Route } from '../../../app.ts';

export const closeProfile: Route = (app, services) => {
  const schema = {
    summary: 'Close a custodial rig for ever',
    description:
      'Its last document is a tombstone, its tokens end; what it did stays, and nobody else gets its handle.',
    tags: ['rigs'],
    security: [{ rig: ['account'] }],
    params: idParams,
    response: answers({ 200: answer(RigAnswer, 'logged') }, documentProblems),
  };
  app.delete('/v1/rigs/:id', { schema, onRequest: asRig(services) }, (request, reply) => {
    checkIsSelf(services, request, request.params.id);
    return answerAct(services, request, reply, async (acting) => ({
      kind: 'done',
      answer: await closeRig(services, acting),
    }));
  });
};
