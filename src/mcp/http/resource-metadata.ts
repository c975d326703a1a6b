import type { FastifyInstance } from 'fastify';
import type { Services } from '../../operations/ports.ts';
import { scopes } from '../../wire/scopes.ts';

const wellKnown = '/.well-known/oauth-protected-resource';

/**
 * Says what a token for `/mcp` is (RFC 9728): at the place that the RFC derives from the node's URL, and at the one that it
 * derives from the door's. No authorization server gives them out: a rig gets its token from the node itself.
 */
export function metadataDoor(app: FastifyInstance, services: Services): void {
  for (const url of [wellKnown, `${wellKnown}/mcp`]) {
    app.get(url, { schema: { hide: true } }, async () => ({
      resource: `${services.node.url() ?? ''}/mcp`,
      resource_name: services.settings.name,
      bearer_methods_supported: ['header'],
      scopes_supported: scopes,
      resource_documentation: `${services.node.url() ?? ''}/docs`,
    }));
  }
}

/** Where it says so. */
export function metadataUrl({ node }: Services): string {
  return `${node.url() ?? ''}${wellKnown}`;
}
