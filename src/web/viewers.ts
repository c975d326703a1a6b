import type { App } from '../http/app.ts';
import { heldKid } from '../operations/held-key.ts';
import { readBearer } from '../operations/read-bearer.ts';
import type { Services } from '../operations/ports.ts';
import { namesOf } from '../operations/views/names.ts';
import { sessionCookie } from './session-cookie.ts';
import type { Viewer } from './visit.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who looks at the page; undefined for strangers, and for whoever's token is over. */
    viewer: Viewer | undefined;
  }
}

/** Reads from the session's cookie who looks. */
export function viewers(site: App, services: Services): void {
  site.decorateRequest('viewer', undefined);
  site.addHook('onRequest', async (request) => {
    const token = request.cookies[sessionCookie(services).name];
    if (token === undefined || token === '') return;
    const bearer = await readBearer(services, token);
    if (bearer === undefined) return;
    request.rig = bearer.rig;
    request.token = bearer.jti;
    request.scopes = bearer.scopes;
    const signs = heldKid(services, bearer.rig) === undefined;
    request.viewer = { who: namesOf(services)(bearer.rig), scopes: bearer.scopes, signs };
  });
}
