import { showSignals } from '../../../../operations/reputation/show-signals.ts';
import { RigSignals } from '../../../../wire/api/signal.ts';
import { answer, answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const signals: Route = (app, services) => {
  const schema = {
    summary: 'What shows in who stamps whom around a rig: to be looked at, and part of no number',
    tags: ['rigs'],
    params: idParams,
    response: answers({ 200: answer(RigSignals, 'RigSignals') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/rigs/:id/signals', { schema }, async (request) => showSignals(services, request.params.id));
};
