import { showReputation } from '../../../../operations/show-rig.ts';
import { Reputation } from '../../../../wire/api/rig.ts';
import { answer, answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const reputation: Route = (app, services) => {
  const schema = {
    summary: 'How a rig stands under this node’s roots, and the plain evidence about it',
    tags: ['rigs'],
    params: idParams,
    response: answers({ 200: answer(Reputation, 'Reputation') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/rigs/:id/reputation', { schema, config: { kept: true } }, async (request) =>
    showReputation(services, request.params.id),
  );
};
