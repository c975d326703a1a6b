import { accessSync, constants, existsSync, statSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findDolt } from '../ledger/dolt/find-dolt.ts';
import { isFree } from '../ledger/dolt/free-port.ts';
import { openReader } from '../readmodel/open.ts';
import { readModelPath, runningNode } from './data-dir/open-dolt.ts';

/** One thing that a node needs, and what to do when it isn't there. */
export interface Check {
  name: string;
  ok: boolean;
  detail: string;
  /** What the operator can do; only where something is wrong. */
  fix?: string;
}

export interface Machine {
  dataDir: string;
  port: number;
  remotePort: number | 'off';
  dolt: { bin?: string; path: string; cacheDir: string };
  /** Of the running program, like 24.1.0. */
  nodeVersion: string;
  /** Milliseconds since 1970. */
  now: number;
}

export interface Examination {
  ok: boolean;
  checks: Check[];
  dolt?: { bin: string; version: string };
}

const nodeNeeded = 24;
const bytesNeeded = 1_000_000_000;
/** Nothing of this program is older: a clock before this has lost its time. */
const firstTime = Date.UTC(2026, 0, 1);
/** A node waits so long for a clock that is behind its log, in milliseconds (protocol.md section 4). */
const clockPatience = 600_000;

/** Looks whether a node can run here, and changes nothing. */
export async function examineMachine(machine: Machine): Promise<Examination> {
  const running = runningNode(machine.dataDir);
  const dolt = await findDolt({ ...machine.dolt, scratch: machine.dataDir }).catch((error: unknown) => error as Error);
  const checks = [
    checkNode(machine.nodeVersion),
    checkDolt(dolt),
    checkDataDir(machine.dataDir),
    ...checkSecrets(machine.dataDir),
    await checkPort('port', 'WASTELAND_PORT', machine.port, running),
    await checkPort('remote port', 'WASTELAND_DOLT_REMOTE_PORT', machine.remotePort, running),
    checkClock(machine),
    checkDisk(machine.dataDir),
  ];
  return {
    ok: checks.every((check) => check.ok),
    checks,
    ...(dolt instanceof Error ? {} : { dolt: { bin: dolt.bin, version: dolt.version } }),
  };
}

function good(name: string, detail: string): Check {
  return { name, ok: true, detail };
}

function bad(name: string, detail: string, fix: string): Check {
  return { name, ok: false, detail, fix };
}

function checkNode(version: string): Check {
  if (Number(version.split('.')[0]) >= nodeNeeded) return good('node', version);
  return bad('node', `${version} is older than ${nodeNeeded}`, 'run "npm run setup", which brings a Node of its own');
}

function checkDolt(dolt: { bin: string; version: string } | Error): Check {
  if (dolt instanceof Error) return bad('dolt', 'none that works', dolt.message);
  return good('dolt', `${dolt.version}, ${dolt.bin}`);
}

function checkDataDir(dataDir: string): Check {
  const existing = nearest(dataDir);
  try {
    accessSync(existing, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return bad(
      'data directory',
      `${existing} is not writable`,
      'give it to the user who runs the node, or set WASTELAND_DATA_DIR',
    );
  }
  if (existing !== dataDir) return good('data directory', `${dataDir} will be made`);
  const running = runningNode(dataDir);
  return good('data directory', running === undefined ? dataDir : `${dataDir}, a node runs on it (process ${running})`);
}

/** Files that only the node's user may read. */
function checkSecrets(dataDir: string): Check[] {
  const files = ['secret', 'admin-token', 'node.sqlite'].map((name) => join(dataDir, name)).filter(existsSync);
  const open = files.filter((file) => (statSync(file).mode & 0o077) !== 0);
  if (files.length === 0) return [];
  if (open.length === 0) return [good('secrets', 'readable by nobody else')];
  return [bad('secrets', `others can read ${open.join(', ')}`, `chmod 600 ${open.join(' ')}`)];
}

async function checkPort(
  name: string,
  variable: string,
  port: number | 'off',
  running: number | undefined,
): Promise<Check> {
  if (port === 'off') return good(name, 'off');
  if (port === 0) return good(name, 'any free one');
  if (await isFree(port)) return good(name, String(port));
  if (running !== undefined) return good(name, `${port}, in use while a node runs here`);
  return bad(name, `${port} is in use by something else`, `free it, or set ${variable} to another or to 0`);
}

function checkClock({ dataDir, now }: Machine): Check {
  const shown = new Date(now).toISOString();
  const fix = 'set the clock, best by NTP: a node writes nothing while its clock is behind its log';
  if (now < firstTime) return bad('clock', `${shown} is in the past`, fix);
  const last = lastEntry(dataDir);
  if (last === undefined || now >= last - clockPatience) return good('clock', shown);
  return bad('clock', `${shown} is before the last entry of the ledger, ${new Date(last).toISOString()}`, fix);
}

function lastEntry(dataDir: string): number | undefined {
  const opened = openReader(readModelPath(dataDir));
  if (opened.kind !== 'opened') return undefined;
  const times = opened.model.logs.logs().map((log) => log.logged_at);
  opened.model.close();
  return times.length === 0 ? undefined : Math.max(...times);
}

function checkDisk(dataDir: string): Check {
  const { bavail, bsize } = statfsSync(nearest(dataDir));
  const free = bavail * bsize;
  const shown = `${(free / 1e9).toFixed(1)} GB free`;
  return free >= bytesNeeded
    ? good('disk', shown)
    : bad('disk', shown, 'make room: less than 1 GB is left for the node');
}

/** The path, or the nearest directory above it that exists. */
function nearest(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearest(dirname(path));
}
