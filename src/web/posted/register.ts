import type { Route } from '../../http/app.ts';
import { isAdmin } from '../../http/plugins/credentials.ts';
import { problemOfAny } from '../../http/problems.ts';
import { namesOf } from '../../operations/views/names.ts';
import { registerRig } from '../../operations/register-rig.ts';
import { scopes } from '../../wire/scopes.ts';
import { RegisterRequest } from '../../wire/api/rig.ts';
import { checkCsrf } from '../forms/csrf.ts';
import type { Typed } from '../forms/filled.ts';
import { given } from '../forms/given.ts';
import { textOf } from '../forms/lists.ts';
import { localPath } from '../local-path.ts';
import { send, visitOf } from '../page.ts';
import { registerPage } from '../pages/register.ts';
import { registeredPage } from '../pages/registered.ts';
import { sessionCookie } from '../session-cookie.ts';
import { validated } from '../validated.ts';
import { typedIn } from './route.ts';

/** Makes a rig whose key this node holds, and begins its session. */
export const registerHere: Route = (app, services) => {
  app.post('/register', { schema: { hide: true }, config: { registers: true } }, async (request, reply) => {
    const visit = visitOf(services, request, reply);
    const { invitation, ...typed } = typedIn(request.body);
    try {
      checkCsrf(visit, typed['_csrf']);
      const invited = invitation !== undefined && isAdmin(services, invitation.trim());
      const answer = await registerRig(services, validated(request, RegisterRequest, said(typed)), { invited });
      const { name, options } = sessionCookie(services);
      void reply.setCookie(name, answer.token, options);
      visit.viewer = { who: namesOf(services)(answer.rig.id), scopes, signs: false };
      return await send(visit, { ...registeredPage(answer, localPath(typed['to'])), status: 201 });
    } catch (error) {
      const problem = problemOfAny(error);
      if (problem.status === 500) throw error;
      visit.failed = { form: 'register', typed, problem };
      return await send(visit, { ...registerPage(visit), status: problem.status });
    }
  });
};

function said(typed: Typed): Record<string, unknown> {
  const { handle, name, kind } = typed;
  return { handle: textOf(handle) ?? '', ...given({ name: textOf(name), kind: textOf(kind) }) };
}
