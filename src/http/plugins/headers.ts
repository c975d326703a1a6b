import { IncomingMessage, ServerResponse } from 'node:http';
import type { OutgoingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import cors from '@fastify/cors';
import helmet from 'helmet';
import type { App } from '../app.ts';

/** Headers for browsers: nothing of ours runs or is framed elsewhere, and anybody's page may ask (no cookies here). */
export async function headers(app: App): Promise<void> {
  const secure = secureHeaders();
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(secure);
    done();
  });
  await app.register(cors, {
    origin: '*',
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-none-match'],
    exposedHeaders: ['etag', 'idempotency-replayed', 'retry-after', 'x-ratelimit-limit', 'x-ratelimit-remaining'],
    maxAge: 86_400,
  });
}

/**
 * What helmet says, which is the same with every answer and so asked once: @fastify/helmet asks for each request, for the
 * nonces of pages that need some. An act bears each header twice, here and where its answer is read.
 */
function secureHeaders(): OutgoingHttpHeaders {
  const secure = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'connect-src': ["'self'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
        'base-uri': ["'none'"],
      },
    },
    // TLS ends in front of the node, where this is decided.
    strictTransportSecurity: false,
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    // For Flash, Internet Explorer 8, filters that browsers have dropped, and what they do by themselves.
    xPermittedCrossDomainPolicies: false,
    xDownloadOptions: false,
    xXssProtection: false,
    xDnsPrefetchControl: false,
    originAgentCluster: false,
  });
  const answer = new ServerResponse(new IncomingMessage(new Socket()));
  secure(answer.req, answer, () => undefined);
  return { ...answer.getHeaders() };
}
