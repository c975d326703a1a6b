import type { Route } from '../../http/app.ts';
import { revokeToken } from '../../operations/manage-tokens.ts';
import { visitOf } from '../page.ts';
import { sessionCookie } from '../session-cookie.ts';
import { checkCsrf } from '../forms/csrf.ts';
import { typedIn } from './route.ts';

export const signOut: Route = (app, services) => {
  app.post('/sign-out', { schema: { hide: true } }, async (request, reply) => {
    checkCsrf(visitOf(services, request, reply), typedIn(request.body)['_csrf']);
    // The token of such a session is nowhere else.
    if (request.viewer?.signs === true) revokeToken(services, request.token, request.rig);
    const { name, options } = sessionCookie(services);
    const { maxAge: _maxAge, ...where } = options;
    return await reply.clearCookie(name, where).redirect('/', 303);
  });
};
