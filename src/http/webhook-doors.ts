import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { Services } from '../operations/ports.ts';
import type { Owner } from '../operations/webhooks/manage-webhooks.ts';
import { answerAct, answerAdmin } from './acts.ts';
import type { Route } from './app.ts';
import { asAdmin, asRig } from './plugins/credentials.ts';

/** Where webhooks are managed: a rig finds its own, the operator all. */
export interface WebhookDoor {
  name: 'rig' | 'operator';
  /** Beginning of its paths. */
  base: string;
  tags: string[];
  security: Record<string, string[]>[];
  onRequest: (services: Services) => onRequestAsyncHookHandler;
  ownerOf: (request: FastifyRequest) => Owner;
  answer: typeof answerAdmin;
}

/** An endpoint that both doors have. */
export type WebhookRoute = (door: WebhookDoor) => Route;

export const operatorDoor: WebhookDoor = {
  name: 'operator',
  base: '/v1/admin/webhooks',
  tags: ['admin'],
  security: [{ admin: [] }],
  onRequest: asAdmin,
  ownerOf: () => 'operator',
  answer: answerAdmin,
};

export const rigDoor: WebhookDoor = {
  name: 'rig',
  base: '/v1/webhooks',
  tags: ['webhooks'],
  security: [{ rig: ['account'] }],
  onRequest: asRig,
  ownerOf: ({ rig }) => ({ rig }),
  answer: answerAct,
};
