import { editItem } from '../../../../operations/edit-item.ts';
import { ItemAnswer } from '../../../../wire/api/lifecycle.ts';
import { EditRequest } from '../../../../wire/api/item.ts';
import { Queued } from '../../../../wire/api/outbox.ts';
import { answerAct } from '../../../acts.ts';
import { answer, answers, deliveryProblems, signingProblems } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const edit: Route = (app, services) => {
  const schema = {
    summary: 'Change an item',
    tags: ['wanted'],
    security: [{ rig: ['post'] }],
    params: idParams,
    body: EditRequest,
    response: answers({ 200: answer(ItemAnswer, 'logged'), 202: answer(Queued, 'waits for another node') }, [
      ...signingProblems,
      ...deliveryProblems,
      'unknown_item',
      'wrong_state',
      'not_allowed',
      'bad_update',
    ]),
  };
  app.patch('/v1/wanted/:id', { schema, onRequest: asRig(services) }, (request, reply) =>
    answerAct(services, request, reply, (acting) => editItem(services, acting, request.params.id, request.body)),
  );
};
