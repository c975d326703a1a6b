import Type from 'typebox';
import { proveLog } from '../../../../operations/show-logs.ts';
import { ConsistencyProof, InclusionProof, ProofQuery } from '../../../../wire/api/log.ts';
import { named } from '../../../../wire/api/named.ts';
import { answers } from '../../../answers.ts';
import { originParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const proof: Route = (app, services) => {
  const schema = {
    summary: 'A proof of RFC 9162: inclusion of `seq`, or that the log extends its first `from` entries',
    tags: ['logs'],
    params: originParams,
    querystring: ProofQuery,
    response: answers({ 200: Type.Union([named(InclusionProof), named(ConsistencyProof)]) }, ['not_found']),
  };
  app.get('/v1/logs/:origin/proof', { schema, config: { kept: true } }, async (request) =>
    proveLog(services, request.params.origin, request.query),
  );
};
