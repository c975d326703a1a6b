import { changeRig } from '../../../../operations/change-rig.ts';
import { RigAnswer, RigChange } from '../../../../wire/api/rig.ts';
import { answerAct } from '../../../acts.ts';
import { answer, answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import { asRig, checkIsSelf } from '../../../plugins/credentials.ts';
import { documentProblems } from '../../../refusals.ts';
import type { Route } from '../../../app.ts';

export const changeProfile: Route = (app, services) => {
  const schema = {
    summary: 'Change what a custodial rig says of itself, and its keys',
    description: 'Signs the next identity document with the key that the node holds.',
    tags: ['rigs'],
    security: [{ rig: ['account'] }],
    params: idParams,
    body: RigChange,
    response: answers({ 200: answer(RigAnswer, 'logged') }, documentProblems),
  };
  app.patch('/v1/rigs/:id', { schema, onRequest: asRig(services) }, (request, reply) => {
    checkIsSelf(services, request, request.params.id);
    return answerAct(services, request, reply, async (acting) => ({
      kind: 'done',
      answer: await changeRig(services, acting, request.body),
    }));
  });
};
