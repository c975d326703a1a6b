import prom from 'prom-client';
import type { Services } from '../../operations/ports.ts';
import type { App } from '../app.ts';

const prefix = 'wasteland_';

/** Prometheus numbers at /metrics: of the process, of requests by route, and of the node's parts. */
export function metrics(app: App, services: Services): void {
  const registry = new prom.Registry();
  const seconds = new prom.Histogram({
    name: `${prefix}http_request_seconds`,
    help: 'time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  });
  const gauges = new Map<string, prom.Gauge>();

  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    for (const [name, value] of Object.entries(services.status().gauges)) {
      const gauge =
        gauges.get(name) ??
        new prom.Gauge({ name: `${prefix}${name}`, help: name.replaceAll('_', ' '), registers: [registry] });
      gauges.set(name, gauge);
      gauge.set(value);
    }
    const text = (await registry.metrics()) + (await processMetrics.metrics());
    return await reply.header('content-type', registry.contentType).send(text);
  });
}

/** Of the process: it has one event loop and one heap, however many servers it runs. */
const processMetrics = new prom.Registry();
prom.collectDefaultMetrics({ register: processMetrics });
