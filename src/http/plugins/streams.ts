import { fastifySSE } from '@fastify/sse';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WastelandError } from '../../errors.ts';
import type { HappeningFilter } from '../../operations/happenings/filter.ts';
import type { Services } from '../../operations/ports.ts';
import type { App } from '../app.ts';
import { EventStream } from '../event-stream.ts';
import type { StreamLimits } from '../event-stream.ts';
import { placeFrame } from '../event-frames.ts';
import { isLoopback } from './limits.ts';

declare module 'fastify' {
  interface FastifyInstance {
    streams: Streams;
  }
}

export interface StreamsLimits extends StreamLimits {
  /** Streams at once in all, and of one address. */
  all: number;
  ofOne: number;
  /** Whether this machine's own addresses are counted too. */
  loopback: boolean;
}

/** Milliseconds between two comments that keep proxies from closing a quiet stream. */
const heartbeatInterval = 15_000;

/** Server-Sent Events, and all streams that are open: they end when the node begins to close. */
export async function streams(app: App, services: Services, limits: StreamsLimits): Promise<void> {
  await app.register(fastifySSE, { heartbeatInterval });
  const open = new Streams(services, limits);
  app.decorate('streams', open);
  app.addHook('preClose', (done) => {
    open.endAll();
    done();
  });
}

export class Streams {
  readonly #services: Services;
  readonly #limits: StreamsLimits;
  readonly #open = new Set<EventStream>();
  readonly #ofAddress = new Map<string, number>();

  constructor(services: Services, limits: StreamsLimits) {
    this.#services = services;
    this.#limits = limits;
  }

  /** How many are told what happens. */
  get told(): number {
    return [...this.#open].filter((stream) => !stream.ended).length;
  }

  /** Makes an answer a stream of what happens behind a place; `rate_limited`, `unavailable` when there are too many. */
  begin({ ip, log }: FastifyRequest, reply: FastifyReply, filter: HappeningFilter, place: number): void {
    const { happenings } = this.#services;
    const left = this.#enter(ip);
    const stream = new EventStream(reply.raw, happenings, filter, this.#limits);
    this.#open.add(stream);
    reply.sse.onClose(() => {
      this.#open.delete(stream);
      left();
    });
    reply.sse.keepAlive();
    reply.sse.sendHeaders();
    if (place >= happenings.head) reply.raw.write(placeFrame(happenings.idAt(place)));
    stream.begin(place).catch((error: unknown) => {
      log.error({ err: error }, 'a stream failed');
      reply.raw.destroy();
    });
  }

  /** Ends every stream with a word. */
  endAll(): void {
    for (const stream of this.#open) stream.end('closing');
  }

  #enter(ip: string): () => void {
    if (this.#open.size >= this.#limits.all) {
      throw new WastelandError('unavailable', 'this node has as many streams as it takes; try again later');
    }
    const before = this.#ofAddress.get(ip) ?? 0;
    if (before >= this.#limits.ofOne && (this.#limits.loopback || !isLoopback(ip))) {
      throw new WastelandError('rate_limited', `one address has at most ${this.#limits.ofOne} streams at once`);
    }
    this.#ofAddress.set(ip, before + 1);
    return () => {
      const now = (this.#ofAddress.get(ip) ?? 1) - 1;
      if (now === 0) this.#ofAddress.delete(ip);
      else this.#ofAddress.set(ip, now);
    };
  }
}
