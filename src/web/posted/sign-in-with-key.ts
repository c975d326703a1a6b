import type { Route } from '../../http/app.ts';
import { problemOfAny } from '../../http/problems.ts';
import { signInWithKey } from '../../operations/sign-in-with-key.ts';
import { checkCsrf } from '../forms/csrf.ts';
import { localPath } from '../local-path.ts';
import { send, visitOf } from '../page.ts';
import { signInPage } from '../pages/sign-in.ts';
import { sessionCookie } from '../session-cookie.ts';
import { typedIn } from './route.ts';

/** Begins a session of a rig whose key this browser has. The token against forms of other sites is the nonce of the proof. */
export const signInHere: Route = (app, services) => {
  app.post('/sign-in/key', { schema: { hide: true } }, async (request, reply) => {
    const visit = visitOf(services, request, reply);
    const { proof = '', ...typed } = typedIn(request.body);
    try {
      checkCsrf(visit, typed['_csrf']);
      const token = await signInWithKey(services, proof, typed['_csrf'] ?? '');
      const { name, options } = sessionCookie(services);
      return await reply.setCookie(name, token, options).redirect(localPath(typed['to']), 303);
    } catch (error) {
      const problem = problemOfAny(error);
      if (problem.status === 500) throw error;
      visit.failed = { form: 'own-key', typed, problem };
      return await send(visit, { ...signInPage(visit), status: problem.status });
    }
  });
};
