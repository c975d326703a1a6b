import { auditStamps } from '../../../../../operations/reputation/show-signals.ts';
import { AuditAnswer } from '../../../../../wire/api/signal.ts';
import { answer, answers, bearerProblems } from '../../../../answers.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

/** What everybody could compute from public data, but at some cost: so the operator asks for it. */
export const audit: Route = (app, services) => {
  const schema = {
    summary: 'What shows in who stamps whom, all stamps together: rings, clusters and habits',
    tags: ['admin'],
    security: [{ admin: [] }],
    response: answers({ 200: answer(AuditAnswer, 'AuditAnswer') }, bearerProblems),
  };
  app.get('/v1/admin/audit', { schema, onRequest: asAdmin(services) }, () => auditStamps(services));
};
