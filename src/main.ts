import { setFlagsFromString } from 'node:v8';
import type { Config } from './config/config.ts';
import type { Context, ContextOptions } from './context.ts';
import { openDataDir } from './data-dir.ts';
import { WastelandError } from './errors.ts';
import type { App } from './http/app.ts';
import type { ServerOptions } from './http/server.ts';
import { createLog, logReady } from './log.ts';
import type { Log } from './log.ts';
import { startAccountChecks } from './schedule/account-checks.ts';
import { startGarbage } from './schedule/garbage.ts';
import { defaultSchedule, startSchedule } from './schedule/schedule.ts';
import type { Schedule } from './schedule/schedule.ts';

export interface NodeOptions extends ContextOptions {
  log?: Log;
  server?: ServerOptions;
}

/** A node that runs and answers. */
export interface Node {
  id: string;
  /** Where its REST doors are. */
  url: string;
  remotes: { ledger: string; commons: string } | undefined;
  context: Context;
  /** Finishes what is under way, then takes everything down; concurrent callers share it. */
  stop(): Promise<void>;
}

/** What a node has opened besides its context. */
interface Doors {
  app?: App;
  schedule?: Schedule;
  tiers?: Schedule;
  accounts?: Schedule;
  garbage?: Schedule;
}

/** Milliseconds that requests under way may take once the node is told to stop; the rest of the ten seconds is for the
 * writer, the publisher and the Dolts (design section 9). */
const drain = 5_000;

/** Starts a node: resolves when it answers, and has said so. After a failure nothing is left running. */
export async function startNode(config: Config, options: NodeOptions = {}): Promise<Node> {
  const log = options.log ?? createLog(config.logLevel);
  for (const warning of config.warnings) log.warn(warning);
  const { opened, loaded } = await openDataDir(config, log, loadParts, options.clock);
  const context = await loaded.createContext(opened, options);
  const doors: Doors = {};
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= takeDown(context, doors));
  try {
    doors.app = await loaded.buildServer(context.services, { log, doors: loaded.doors, ...options.server });
    const url = await listen(doors.app, config);
    context.listening(url);
    context.publisher.notify();
    doors.schedule = startSchedule(context.federation, {
      ...defaultSchedule,
      sync: config.syncSchedule,
      random: options.random ?? Math.random,
      log,
    });
    doors.tiers = loaded.startTiers(context.services, log);
    doors.accounts = startAccountChecks(context.services.accountChecks, log);
    doors.garbage = startGarbage(context.garbage, log);
    return announce(context, config, log, stop);
  } catch (error) {
    await stop().catch((more: unknown) => log.error({ err: more }, 'cleaning up after a failed start failed'));
    throw error;
  }
}

/** What a node is made of, nearly all its modules: they take about as long as Dolt, which comes up meanwhile. */
async function loadParts() {
  const [{ createContext }, { buildServer }, { mcpDoor }, { site }, { startTiers }] = await Promise.all([
    import('./context.ts'),
    import('./http/server.ts'),
    import('./mcp/http/door.ts'),
    import('./web/site.ts'),
    import('./schedule/tiers.ts'),
  ]);
  return { createContext, buildServer, doors: [mcpDoor, site], startTiers };
}

/** Runs a node until SIGTERM or SIGINT, and resolves when everything is down. A second signal doesn't force. */
export async function serve(config: Config): Promise<void> {
  // V8 lets helping threads collect young objects too, and waits for them also when others have the processors just then.
  setFlagsFromString('--no-parallel-scavenge');
  const log = createLog(config.logLevel);
  const told = new Promise<string>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, resolve);
  });
  // A signal during a long start waits for its end: half a node can't drain.
  let node = await startNode(config, { log });
  const damaged = async (): Promise<{ damage: string }> => ({ damage: await node.context.damaged });
  for (;;) {
    const why = await Promise.race([told, damaged()]);
    if (typeof why === 'string') {
      log.info({ signal: why }, 'stopping');
      break;
    }
    log.error(why, 'the read model is damaged on the disk; the node starts again and makes it anew from the ledger');
    await node.stop();
    node = await startNode(samePorts(config, node), { log });
  }
  await node.stop();
  log.info('stopped');
}

/** The ports that a node had, where any would do. */
function samePorts(config: Config, { url, remotes }: Node): Config {
  const remotePort = remotes === undefined ? config.dolt.remotePort : Number(new URL(remotes.ledger).port);
  return {
    ...config,
    port: config.port === 0 ? Number(new URL(url).port) : config.port,
    dolt: { ...config.dolt, remotePort: config.dolt.remotePort === 0 ? remotePort : config.dolt.remotePort },
  };
}

async function listen(app: App, { host, port }: Config): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why =
      code === 'EADDRINUSE' ? `port ${port} is in use: free it, or set WASTELAND_PORT to another or 0` : message;
    throw new WastelandError('unavailable', `the doors can't be opened on ${host}: ${why}`, { cause });
  }
  const address = app.server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${reachableHost(host)}:${actual}`;
}

/** A listening address that means all of them can't be asked; this machine's own can. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function announce(context: Context, config: Config, log: Log, stop: () => Promise<void>): Node {
  const { node } = context.services;
  const url = node.url() ?? '';
  const remotes = node.remotes();
  if (remotes !== undefined) {
    log.info(
      `Dolt serves ledger and commons to everyone on all interfaces of this machine, whatever WASTELAND_HOST says (${config.host})`,
    );
  }
  logReady(log, { url, node: node.id, ...(remotes === undefined ? {} : { remotes }) });
  return { id: node.id, url, remotes, context, stop };
}

/** In the reverse order of the start; all errors are collected. */
async function takeDown(context: Context, { app, schedule, tiers, accounts, garbage }: Doors): Promise<void> {
  const errors: unknown[] = [];
  const attempt = async (step: () => Promise<unknown> | undefined): Promise<void> => {
    try {
      await step();
    } catch (error) {
      errors.push(error);
    }
  };
  await attempt(() => garbage?.stop());
  await attempt(() => accounts?.stop());
  await attempt(() => tiers?.stop());
  await attempt(() => schedule?.stop());
  await attempt(() => (app === undefined ? undefined : closeDoors(app)));
  await attempt(() => context.close());
  if (errors.length > 0) throw new AggregateError(errors, 'not everything could be closed');
}

/** Takes no new requests and lets those under way finish, for a while. */
async function closeDoors(app: App): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), drain);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}
