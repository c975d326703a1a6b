import { showStamps } from '../../../../operations/show-rig.ts';
import { RigStampsQuery, StampPage } from '../../../../wire/api/stamp.ts';
import { answer, answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const stamps: Route = (app, services) => {
  const schema = {
    summary: 'Stamps about a rig, or by it',
    tags: ['rigs'],
    params: idParams,
    querystring: RigStampsQuery,
    response: answers({ 200: answer(StampPage, 'StampPage') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/rigs/:id/stamps', { schema, config: { kept: true } }, async (request) =>
    showStamps(services, request.params.id, request.query),
  );
};
