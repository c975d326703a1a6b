import { explainReputation } from '../../../../operations/reputation/explain-reputation.ts';
import { ExplainQuery, Explanation } from '../../../../wire/api/explanation.ts';
import { answer, answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const explain: Route = (app, services) => {
  const schema = {
    summary: 'What each stamp gives to a rig’s reputation, by which path of vouches, and what would raise it',
    tags: ['rigs'],
    params: idParams,
    querystring: ExplainQuery,
    response: answers({ 200: answer(Explanation, 'Explanation') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/rigs/:id/reputation/explain', { schema, config: { kept: true } }, async (request) =>
    explainReputation(services, request.params.id, request.query),
  );
};
