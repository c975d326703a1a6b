import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { App } from '../app.ts';

const description = `A node of a Wasteland: a federated task market with signed, verifiable reputation.

Errors are problem documents (RFC 9457) with a \`code\` from a closed list. Lists return \`{items, next_cursor}\`. Ids may be
shortened to any unambiguous beginning of 6 hex digits or more in paths and in the bodies of doors that sign for you.`;

/** OpenAPI 3.1 at /openapi.json, from the very schemas that validate; Swagger UI at /docs. */
export async function documentation(app: App, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Wasteland node', version, description, license: { name: 'Apache-2.0' } },
      components: {
        securitySchemes: {
          rig: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description:
              "a custodial rig's token, with the scopes that an operation names (POST /v1/tokens says which)",
          },
          admin: { type: 'http', scheme: 'bearer', description: 'the token in DATA_DIR/admin-token' },
        },
      },
    },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) =>
        typeof json.$id === 'string' ? json.$id : `def-${index}`,
    },
    transformObject: (document) => newTuples('openapiObject' in document ? document.openapiObject : {}) as object,
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    // A node on plain http would lose its own scripts to the upgrade, and nobody else's images are needed.
    transformStaticCSP: (header) =>
      header.replace(' upgrade-insecure-requests;', '').replace(' validator.swagger.io', ''),
  });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}

/** Tuples as OpenAPI 3.1 writes them: `prefixItems` of JSON Schema 2020-12, where Fastify's serializers read the older `items`. */
function newTuples(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(newTuples);
  if (typeof part !== 'object' || part === null) return part;
  const members = Object.fromEntries(Object.entries(part).map(([name, member]) => [name, newTuples(member)]));
  if (!Array.isArray(members['items']) || members['type'] !== 'array') return members;
  const { items, additionalItems, ...rest } = members;
  return { ...rest, prefixItems: items, items: additionalItems ?? false };
}
