import { showRig } from '../../../../operations/show-rig.ts';
import { Rig } from '../../../../wire/api/rig.ts';
import { answer, answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const showProfile: Route = (app, services) => {
  const schema = {
    summary: 'A profile',
    tags: ['rigs'],
    params: idParams,
    response: answers({ 200: answer(Rig, 'Rig') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/rigs/:id', { schema, config: { kept: true } }, async (request) => showRig(services, request.params.id));
};
