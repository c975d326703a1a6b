import { showIdentity } from '../../../../operations/show-rig.ts';
import { Identity } from '../../../../wire/api/rig.ts';
import { answer, answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const identity: Route = (app, services) => {
  const schema = {
    summary: 'Identity documents',
    tags: ['rigs'],
    params: idParams,
    response: answers({ 200: answer(Identity, 'Identity') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/rigs/:id/identity', { schema, config: { kept: true } }, async (request) =>
    showIdentity(services, request.params.id),
  );
};
