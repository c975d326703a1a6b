import { getHeapStatistics } from 'node:v8';
import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import type { App } from '../app.ts';
import { WastelandError } from '../../errors.ts';

export interface Limits {
  /** Requests a minute of one address. */
  requests: number;
  /** Registrations a minute of one address. */
  registrations: number;
  /** Pictures a minute of one address, of those that take long to draw. */
  pictures: number;
  /** Whether this machine's own addresses are counted too. */
  loopback: boolean;
  /** Streams at once in all, and of one address. */
  streams: number;
  streamsOfOne: number;
  /** Bytes of the heap in use beyond which requests are turned away. */
  heap: number;
}

const heapLimit = getHeapStatistics().heap_size_limit;

export const defaultLimits: Limits = {
  requests: 6_000,
  registrations: 60,
  pictures: 120,
  loopback: false,
  streams: 1_000,
  streamsOfOne: 50,
  heap: 0.9 * heapLimit,
};

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** Whether an address is this machine's own. */
export function isLoopback(address: string): boolean {
  return loopback.has(address);
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Makes a new rig: fewer of these are let through. */
    registers?: boolean;
    /** Draws a picture that takes long: fewer of these too. */
    draws?: boolean;
  }
}

/** How much of the node one address gets, and what happens when all together are too many. */
export async function limits(app: App, options: Limits): Promise<void> {
  const { requests, registrations, pictures, loopback: counted, heap } = options;
  app.addHook('onRoute', (route) => {
    if (route.config?.registers === true) route.config.rateLimit = { max: registrations, timeWindow: '1 minute' };
    if (route.config?.draws === true) route.config.rateLimit = { max: pictures, timeWindow: '1 minute' };
  });
  await app.register(rateLimit, {
    max: requests,
    timeWindow: '1 minute',
    cache: 10_000,
    allowList: (request) => !counted && isLoopback(request.ip),
    errorResponseBuilder: (_request, { after }) =>
      new WastelandError('rate_limited', `too many requests; try again in ${after}`),
  });
  await app.register(underPressure, {
    // Not by the delay of the event loop: it is long when the node starts, and the writer's queue has a limit of its own.
    maxHeapUsedBytes: heap,
    pressureHandler: () => {
      throw new WastelandError('unavailable', 'the node is too busy; try again in a moment');
    },
  });
}
