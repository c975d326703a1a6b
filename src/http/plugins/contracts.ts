import type { RouteOptions } from 'fastify';
import Type from 'typebox';
import { closed } from '../../wire/encodings.ts';
import type { App } from '../app.ts';

/** Printable ASCII: what a header can carry everywhere. */
const idempotencyKey = Type.String({
  pattern: '^[\\x20-\\x7e]{1,255}$',
  description: 'the same key makes one act of many requests, and gives the first answer again for a day',
});

const keyed = Type.Object({ 'idempotency-key': Type.Optional(idempotencyKey) });
const noQuery = Type.Object({}, closed);
const notChanged = Type.Null({ description: 'what the ETag in If-None-Match names is still what there is' });

/**
 * What all routes of the API have in common (design section 8), so that none forgets it: a query member that no schema
 * names is refused, reads say that they may answer 304, and writes with a token take an Idempotency-Key.
 */
export function contracts(app: App): void {
  app.addHook('onRoute', (route) => {
    const schema = route.schema as Record<string, unknown> | undefined;
    if (schema === undefined || schema['hide'] === true) return;
    if (isRead(route)) schema['response'] = { ...(schema['response'] as object), 304: notChanged };
    if (!route.url.startsWith('/v1/')) return;
    schema['querystring'] ??= noQuery;
    if (!isRead(route) && schema['security'] !== undefined) schema['headers'] ??= keyed;
  });
}

function isRead({ method }: RouteOptions): boolean {
  return method === 'GET' || method === 'HEAD';
}
