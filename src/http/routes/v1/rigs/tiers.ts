import { showTiers } from '../../../../operations/reputation/show-tiers.ts';
import { TierChangePage, TiersQuery } from '../../../../wire/api/gate.ts';
import { answer, answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const tiers: Route = (app, services) => {
  const schema = {
    summary: 'How the tier of a rig went on this node, and why',
    tags: ['rigs'],
    params: idParams,
    querystring: TiersQuery,
    response: answers({ 200: answer(TierChangePage, 'TierChangePage') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/rigs/:id/tiers', { schema }, async (request) => showTiers(services, request.params.id, request.query));
};
