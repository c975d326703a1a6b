import type { Services } from '../../operations/ports.ts';
import type { App } from '../app.ts';

const reading: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

declare module 'fastify' {
  interface FastifyContextConfig {
    /** It sees for itself whether there is room, since not everything that is posted there writes. */
    checksRoom?: boolean;
  }
}

/** Turns writes away at the door while the disk is full: half of them would find that out with something written already. */
export function room(app: App, services: Services): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { checksRoom = false } = request.routeOptions.config;
    if (!checksRoom && !reading.has(request.method)) services.checkRoom();
    done();
  });
}
