import { askGate } from '../../../../operations/reputation/ask-gate.ts';
import { GateAnswer, GateQuery } from '../../../../wire/api/gate.ts';
import { answer, answers } from '../../../answers.ts';
import type { Route } from '../../../app.ts';

export const gate: Route = (app, services) => {
  const schema = {
    summary: 'May this one, here?',
    description: 'Yes or no, why, and what would change it. A stranger is answered too.',
    tags: ['reputation'],
    querystring: GateQuery,
    response: answers({ 200: answer(GateAnswer, 'GateAnswer') }, ['not_found', 'ambiguous_id']),
  };
  // Time changes an answer, too: what is given again is a second old at most.
  app.get('/v1/gate', { schema, config: { kept: true } }, (request) => askGate(services, request.query));
};
