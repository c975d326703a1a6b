import { hash } from 'node:crypto';
import etag from '@fastify/etag';
import type { App } from '../app.ts';

/** An ETag on every answer, and 304 for reads that succeed: a refusal that was seen before is still a refusal. */
export async function conditional(app: App): Promise<void> {
  app.addHook('onSend', (request, reply, _payload, done) => {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads || reply.statusCode !== 200) delete request.headers['if-none-match'];
    done();
  });
  // In one call: to make a Hash object for each answer takes longer than the hashing.
  await app.register(etag, { weak: true, hashFn: (payload) => hash('sha1', payload, 'base64') });
}
