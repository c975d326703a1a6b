import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import type { App } from '../app.ts';
import { WastelandError } from '../../errors.ts';

export interface Limits {
  /** Requests a minute of one address. */
  requests: number;
  /** Registrations a minute of one address. */
  registrations: number;
  /** Whether this machine's own addresses are counted too. */
  loopback: boolean;
  /** Milliseconds that the event loop may lag before requests are turned away. */
  lag: number;
}

export const defaultLimits: Limits = { requests: 6_000, registrations: 60, loopback: false, lag: 5_000 };

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** How much of the node one address gets, and what happens when all together are too many. */
export async function limits(app: App, { requests, loopback: counted, lag }: Limits): Promise<void> {
  await app.register(rateLimit, {
    max: requests,
    timeWindow: '1 minute',
    cache: 10_000,
    allowList: (request) => !counted && loopback.has(request.ip),
    errorResponseBuilder: (_request, { after }) =>
      new WastelandError('rate_limited', `too many requests; try again in ${after}`),
  });
  await app.register(underPressure, {
    maxEventLoopDelay: lag,
    pressureHandler: () => {
      throw new WastelandError('unavailable', 'the node is too busy; try again in a moment');
    },
  });
}
