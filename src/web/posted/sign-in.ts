import { WastelandError } from '../../errors.ts';
import type { Route } from '../../http/app.ts';
import { problemOfAny } from '../../http/problems.ts';
import { readBearer } from '../../operations/read-bearer.ts';
import { checkCsrf } from '../forms/csrf.ts';
import { localPath } from '../local-path.ts';
import { send, visitOf } from '../page.ts';
import { signInPage } from '../pages/sign-in.ts';
import { sessionCookie } from '../session-cookie.ts';
import { typedIn } from './route.ts';

/** Begins a session: the token is kept in a cookie that no script can read. */
export const signInWithToken: Route = (app, services) => {
  app.post('/sign-in', { schema: { hide: true } }, async (request, reply) => {
    const visit = visitOf(services, request, reply);
    const { token = '', ...typed } = typedIn(request.body);
    try {
      checkCsrf(visit, typed['_csrf']);
      if ((await readBearer(services, token.trim())) === undefined) {
        throw new WastelandError('unauthorized', 'this token is not one of this node, or it is over');
      }
      const { name, options } = sessionCookie(services);
      return await reply.setCookie(name, token.trim(), options).redirect(localPath(typed['to']), 303);
    } catch (error) {
      const problem = problemOfAny(error);
      if (problem.status === 500) throw error;
      visit.failed = { form: 'sign-in', typed, problem };
      return await send(visit, { ...signInPage(visit), status: problem.status });
    }
  });
};
