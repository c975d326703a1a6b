import type { FastifyRequest } from 'fastify';
import type { Services } from '../../operations/ports.ts';
import type { App } from '../app.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** To who brings no cookie the answer depends on the URL and on what readers can see, and on nothing else. */
    kept?: boolean;
  }
  interface FastifyRequest {
    /** `changes()` when the request came. */
    changesBefore: number;
  }
}

interface Kept {
  changes: number;
  /** Milliseconds, of this process and by the node's clock: the one never jumps, the other says when leases end. */
  at: number;
  told: number;
  /** Bytes: a text would be encoded anew for each answer. */
  body: Buffer;
  etag: string;
  type: string;
}

/** Bytes of all kept answers together, and of one of them. */
const capacity = 32_000_000;
const largest = 1_000_000;
/** Milliseconds: where other nodes are is in no log, and shows in addresses; leases end, and records grow older. */
const lifetime = 1_000;

/**
 * Gives the same answer again while nothing has changed: a board that many look at is read and written out once a change.
 * Registered after the ETag's hook, which says 304, and before that of compression.
 */
export function keptAnswers(app: App, services: Services): void {
  const kept = new Map<string, Kept>();
  let size = 0;
  const forget = (url: string): void => {
    size -= kept.get(url)?.body.length ?? 0;
    kept.delete(url);
  };
  app.decorateRequest('changesBefore', 0);

  app.addHook('onRequest', (request, reply, done) => {
    if (!isKept(request)) return done();
    request.changesBefore = services.changes();
    const answer = kept.get(request.url);
    if (answer === undefined) return done();
    if (answer.changes === request.changesBefore && isFresh(answer, services.clock.now())) {
      void reply.headers({ etag: answer.etag, 'content-type': answer.type }).send(answer.body);
      return;
    }
    forget(request.url);
    done();
  });

  app.addHook('onSend', (request, reply, payload, done) => {
    done();
    const etag = reply.getHeader('etag');
    if (!isKept(request) || reply.statusCode !== 200) return;
    if (typeof payload !== 'string' || typeof etag !== 'string') return;
    const body = Buffer.from(payload);
    if (body.length > largest || kept.has(request.url)) return;
    for (const [url, oldest] of kept) {
      if (isFresh(oldest, services.clock.now()) && size + body.length <= capacity) break;
      forget(url);
    }
    const type = String(reply.getHeader('content-type'));
    kept.set(request.url, {
      changes: request.changesBefore,
      at: performance.now(),
      told: services.clock.now(),
      body,
      etag,
      type,
    });
    size += body.length;
  });
}

function isFresh({ at, told }: Kept, now: number): boolean {
  return performance.now() - at < lifetime && Math.abs(now - told) < lifetime;
}

/** Whoever brings a cookie may see a page of their own. */
function isKept({ routeOptions, headers }: FastifyRequest): boolean {
  return routeOptions.config.kept === true && headers.cookie === undefined;
}
