import { showVouches } from '../../../../operations/show-rig.ts';
import { RigVouchesQuery, VouchPage } from '../../../../wire/api/acts.ts';
import { answer, answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const vouches: Route = (app, services) => {
  const schema = {
    summary: 'Vouches for a rig, or by it',
    tags: ['rigs'],
    params: idParams,
    querystring: RigVouchesQuery,
    response: answers({ 200: answer(VouchPage, 'VouchPage') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/rigs/:id/vouches', { schema, config: { kept: true } }, async (request) =>
    showVouches(services, request.params.id, request.query),
  );
};
