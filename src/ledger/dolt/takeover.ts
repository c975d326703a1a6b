import { readFileSync, rmSync } from 'node:fs';
import type { RowDataPacket } from 'mysql2';
import { WastelandError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { adminUser } from './bootstrap.ts';
import { connect } from './connect.ts';
import { endProcess, identify, isRunning, type ProcessIdentity } from './process-identity.ts';
import { claimRun, readRun } from './run-file.ts';
import { doltFiles, type ServerFiles } from './server-files.ts';

/** The lock that the one writer of a ledger holds as long as it lives (design section 6). */
export const writerLock = 'wasteland-writer';

const orphanGraceMs = 10_000;

/** Makes this process the one that works on DATA_DIR: refuses with `already_running` beside a living node, and ends the Dolt
 * servers that a crashed one left behind. */
export async function takeOver(dataDir: string, log: Log): Promise<void> {
  const run = readRun(dataDir);
  if (run?.record && isRunning(run.record.node)) {
    throw alreadyRunning(dataDir, `process ${run.record.node.pid}`);
  }
  const files = doltFiles(dataDir);
  const { public: recordedPublic, quarantine: recordedQuarantine } = run?.record?.dolts ?? {};
  for (const candidate of [recordedPublic, fromServerInfo(files.public)]) {
    await endPublicOrphan(dataDir, files.public, candidate, log);
  }
  for (const candidate of [recordedQuarantine, fromServerInfo(files.quarantine)]) {
    if (candidate && isRunning(candidate)) {
      log.warn({ pid: candidate.pid }, 'ending the quarantine Dolt that a crashed node left behind');
      // Nothing in it is worth a clean end, and a hostile remote may keep it busy.
      await endProcess(candidate, 0);
    }
  }
  for (const { serverInfo } of [files.public, files.quarantine]) {
    rmSync(serverInfo, { force: true });
  }
  if (!claimRun(dataDir, run?.text)) {
    throw alreadyRunning(dataDir, 'another process that has just started');
  }
}

type Candidate = ProcessIdentity & { port: number };

/** Asks a running Dolt for the writer's lock: who holds it may be a program that the run file knows nothing of. */
async function endPublicOrphan(
  dataDir: string,
  files: ServerFiles,
  dolt: Candidate | undefined,
  log: Log,
): Promise<void> {
  if (dolt === undefined || !isRunning(dolt)) {
    return;
  }
  const lock = await tryWriterLock(files, dolt.port);
  if (lock === 'held') {
    throw alreadyRunning(dataDir, `a writer on Dolt process ${dolt.pid}`);
  }
  log.warn({ pid: dolt.pid, lock }, 'ending the Dolt that a crashed node left behind');
  await endProcess(dolt, orphanGraceMs);
}

async function tryWriterLock(files: ServerFiles, port: number): Promise<'held' | 'free' | 'unknown'> {
  try {
    const password = readFileSync(files.password, 'utf8').trim();
    const connection = await connect({ port, user: adminUser, password });
    try {
      const [rows] = await connection.query<RowDataPacket[]>('SELECT GET_LOCK(?, 0) AS got', [writerLock]);
      return rows[0]?.['got'] === 1 ? 'free' : 'held';
    } finally {
      connection.destroy();
    }
  } catch {
    // It doesn't let us in: not the server that we know, still starting, or hung. Its node is dead in any case.
    return 'unknown';
  }
}

/** A server that its node had no time to note down: Dolt's own file names its process, and the process names our directory. */
function fromServerInfo(files: ServerFiles): Candidate | undefined {
  try {
    const [pid = 0, port = 0] = readFileSync(files.serverInfo, 'utf8').split(':').map(Number);
    const isOurs = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(files.config);
    const identity = isOurs ? identify(pid) : undefined;
    return identity && { ...identity, port };
  } catch {
    return undefined;
  }
}

function alreadyRunning(dataDir: string, who: string): WastelandError {
  return new WastelandError('already_running', `another node is running on ${dataDir} (${who})`);
}
