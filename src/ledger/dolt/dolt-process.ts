import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { WastelandError } from '../../errors.ts';
import { adminUser } from './bootstrap.ts';
import { connect, type Endpoint } from './connect.ts';
import { logSince, openLog } from './log-file.ts';
import { endProcess, identify, type ProcessIdentity } from './process-identity.ts';
import { serverConfig, serverEnvironment } from './server-config.ts';
import type { ServerSettings } from './server-config.ts';
import type { ServerFiles } from './server-files.ts';
import { yieldToOthers } from './yield-to-others.ts';

const readyMs = 60_000;
const stopMs = 10_000;

export interface LaunchOptions extends ServerSettings {
  bin: string;
  files: ServerFiles;
  password: string;
  env: Record<string, string> | undefined;
  /** Nobody waits for it: whatever else the machine has to do goes first. */
  inBackground?: boolean;
  /** Called as soon as there is a process, before it is ready. */
  onSpawn(identity: ProcessIdentity, port: number): void;
  /** Gives the start up. */
  signal?: AbortSignal;
}

/** A port was taken by somebody between being chosen and being used. */
export class PortTaken extends WastelandError {
  constructor(port: number | undefined) {
    super('unavailable', `port ${port}, chosen for Dolt, is in use`);
  }
}

/** One run of `dolt sql-server`, from its start to its end. */
export interface DoltProcess {
  identity: ProcessIdentity;
  /** Resolves when the process has ended, however it did, with how. */
  ended: Promise<string>;
  stop(): Promise<void>;
}

/** Starts a server and waits until it answers; when it doesn't, no process is left and the error says why. */
export async function launch(options: LaunchOptions): Promise<DoltProcess> {
  const { bin, files, port } = options;
  writeFileSync(files.config, serverConfig(files, options), { mode: 0o600 });
  const log = openLog(files.log);
  const logStart = fstatSync(log).size;
  const child = spawn(bin, ['sql-server', '--config', files.config], {
    cwd: files.dir,
    // A process group of its own, so that Ctrl-C reaches only the node, which drains first (design section 9).
    detached: true,
    stdio: ['ignore', log, log],
    env: serverEnvironment(files, options.env),
  });
  closeSync(log);
  const server = await watch(child);
  try {
    options.onSpawn(server.identity, port);
    // Again at the end, for threads that were being made by others.
    if (options.inBackground === true) yieldToOthers(server.identity.pid);
    await answers(server, { port, user: adminUser, password: options.password }, options.signal);
    if (options.inBackground === true) yieldToOthers(server.identity.pid);
    return server;
  } catch (error) {
    await server.stop();
    throw explain(error as Error, logSince(files.log, logStart), options);
  }
}

async function watch(child: ChildProcess): Promise<DoltProcess> {
  await new Promise<void>((resolve, reject) => {
    child.once('error', (cause) => {
      reject(new WastelandError('set_up', `Dolt can't be started: ${cause.message}`, { cause }));
    });
    child.once('spawn', resolve);
  });
  // Also a node that ends in an unforeseen way asks its Dolt to stop.
  const onNodeExit = (): void => void child.kill('SIGTERM');
  process.once('exit', onNodeExit);
  const ended = new Promise<string>((resolve) => {
    const done = (): void => {
      process.off('exit', onNodeExit);
      resolve(child.signalCode ?? `exit code ${child.exitCode}`);
    };
    if (child.exitCode !== null || child.signalCode !== null) {
      done();
    } else {
      child.once('exit', done);
    }
  });
  const identity = identify(child.pid ?? 0) ?? { pid: child.pid ?? 0, started: 'ended' };
  const stop = async (): Promise<void> => {
    await endProcess(identity, stopMs);
    await ended;
  };
  return { identity, ended, stop };
}

/** Waits until the server lets us in with our own account; that it is ours and no stranger on the same port, the password shows. */
async function answers(server: DoltProcess, endpoint: Endpoint, signal?: AbortSignal): Promise<void> {
  let end: string | undefined;
  void server.ended.then((how) => {
    end = how;
  });
  const deadline = Date.now() + readyMs;
  let last: Error | undefined;
  while (Date.now() < deadline) {
    if (end !== undefined) {
      throw new Error(`it ended with ${end}`);
    }
    if (signal?.aborted) {
      throw new Error('it was no longer wanted');
    }
    try {
      const connection = await connect(endpoint);
      await connection.end();
      return;
    } catch (error) {
      last = error as Error;
      await delay(20);
    }
  }
  throw new Error(`it did not answer within ${readyMs / 1000} s: ${last?.message}`);
}

function explain(error: Error, log: string, { port, remotePort, files }: LaunchOptions): Error {
  if (log.includes(`Port ${port} already in use`)) {
    return new PortTaken(port);
  }
  if (log.includes('address already in use')) {
    return new PortTaken(remotePort);
  }
  if (log.includes('locked by another dolt process')) {
    return new WastelandError('already_running', `another Dolt server works on ${files.dir}`);
  }
  const lastLine = log.trim().split('\n').at(-1) ?? '';
  return new WastelandError('unavailable', `Dolt did not start, ${error.message}; its last words: ${lastLine}`);
}
