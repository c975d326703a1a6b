import { showStamp } from '../../../../operations/show-made.ts';
import { Stamp } from '../../../../wire/api/stamp.ts';
import { answer, answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const showOneStamp: Route = (app, services) => {
  const schema = {
    summary: 'A stamp with what its subject says to it, also one that was revoked',
    tags: ['stamps'],
    params: idParams,
    response: answers({ 200: answer(Stamp, 'Stamp') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/stamps/:id', { schema, config: { kept: true } }, async (request) =>
    showStamp(services, request.params.id),
  );
};
