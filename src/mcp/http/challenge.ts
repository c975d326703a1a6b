import type { FastifyReply } from 'fastify';
import type { Services } from '../../operations/ports.ts';
import { metadataUrl } from './resource-metadata.ts';

/** Turns a request away for want of a good token, and says where it is written what a good one is (RFC 9728 section 5.1). */
export function challenge(services: Services, reply: FastifyReply, why: string): FastifyReply {
  const parameters = [
    'error="invalid_token"',
    `error_description="${why}"`,
    `resource_metadata="${metadataUrl(services)}"`,
  ];
  return reply
    .code(401)
    .headers({ 'www-authenticate': `Bearer ${parameters.join(', ')}`, 'cache-control': 'no-store' })
    .send({ error: 'invalid_token', error_description: why, code: 'unauthorized' });
}
