import type { App } from '../http/app.ts';

/** What pages say otherwise than the API: nobody else's page may read or hold them, and one made for a viewer is kept by
 * nobody. The policy about scripts and styles is the same. */
export function pageHeaders(site: App): void {
  site.addHook('onSend', async (request, reply) => {
    void reply.removeHeader('access-control-allow-origin');
    void reply.removeHeader('access-control-expose-headers');
    void reply.header('cross-origin-resource-policy', 'same-origin');
    if (reply.hasHeader('cache-control')) return;
    const personal = request.viewer !== undefined || request.method === 'POST' || reply.hasHeader('set-cookie');
    void reply.header('cache-control', personal ? 'no-store' : 'no-cache');
    void reply.header('vary', 'cookie, accept-encoding');
  });
}
