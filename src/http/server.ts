import compress from '@fastify/compress';
import Fastify, { LogController } from 'fastify';
import type { FastifyBaseLogger } from 'fastify';
import type { Services } from '../operations/ports.ts';
import type { App, Route } from './app.ts';
import { components } from '../wire/api/components.ts';
import { bodies } from './plugins/bodies.ts';
import { conditional } from './plugins/conditional.ts';
import { contracts } from './plugins/contracts.ts';
import { credentials } from './plugins/credentials.ts';
import { documentation } from './plugins/documentation.ts';
import { headers } from './plugins/headers.ts';
import { keptAnswers } from './plugins/kept-answers.ts';
import { defaultLimits, limits } from './plugins/limits.ts';
import type { Limits } from './plugins/limits.ts';
import { metrics } from './plugins/metrics.ts';
import { answerUnreadable, problemAnswers, sendProblem } from './plugins/problem-answers.ts';
import { problemOfAny } from './problems.ts';
import { room } from './plugins/room.ts';
import { streams } from './plugins/streams.ts';
import { defaultStreamLimits } from './event-stream.ts';
import type { StreamLimits } from './event-stream.ts';
import { routes } from './routes/all.ts';
import { validators } from './validation.ts';

export interface ServerOptions {
  log?: FastifyBaseLogger;
  limits?: Partial<Limits>;
  streams?: Partial<StreamLimits>;
  /** Further doors behind the same port, with their own house: pages, MCP. */
  doors?: readonly Route[];
}

/** Bytes of a body; `POST /v1/events` takes more. */
const bodyLimit = 256 * 1024;

/** Operations build exactly what their contracts say, and the tests hold every answer against them; compiling a serializer
 * for each of hundreds of schemas would be most of a start, and would silently drop what a contract forgot. */
const serialize = () => (answer: unknown) => JSON.stringify(answer);

/** The HTTP server with all its doors, not yet listening; tests use this very one. */
export async function buildServer(services: Services, options: ServerOptions = {}): Promise<App> {
  // One for all routes: asked for another after each, Fastify would have it made anew with all components.
  const validate = validators();
  const app: App = Fastify({
    ...(options.log === undefined ? { logger: false } : { loggerInstance: options.log }),
    bodyLimit,
    trustProxy: services.settings.trustProxy,
    logController: new LogController({ disableRequestLogging: true }),
    // Closing waits for the requests under way, and not for connections of clients that ask nothing.
    forceCloseConnections: 'idle',
    requestTimeout: 60_000,
    keepAliveTimeout: 75_000,
    return503OnClosing: true,
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, problemOfAny(error)),
    routerOptions: { maxParamLength: 400 },
    schemaController: {
      compilersFactory: { buildValidator: (() => validate) as never, buildSerializer: () => serialize },
    },
  });
  for (const component of components) app.addSchema(component);
  problemAnswers(app);
  credentials(app);
  bodies(app);
  contracts(app);
  room(app, services);
  await headers(app);
  const bounds = { ...defaultLimits, ...options.limits };
  await limits(app, bounds);
  await streams(app, services, {
    ...defaultStreamLimits,
    ...options.streams,
    all: bounds.streams,
    ofOne: bounds.streamsOfOne,
    loopback: bounds.loopback,
  });
  metrics(app, services);
  await conditional(app);
  keptAnswers(app, services);
  await app.register(compress, { global: true, threshold: 2_048 });
  await documentation(app, services.settings.version);
  for (const route of [...routes, ...(options.doors ?? [])]) route(app, services);
  return app;
}
