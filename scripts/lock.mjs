// A lock file between processes of one user, for the set-up. The lock of a process that has died is broken.
import { linkSync, mkdirSync, readFileSync, rmSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { randomUUID } from 'node:crypto';

const BREAKER_STALE_MS = 10_000;

/** Runs `work` while holding the lock file `path`; waits for another holder, telling `onWait` its process id once. */
export async function withLock(path, work, onWait = () => {}) {
  mkdirSync(dirname(path), { recursive: true });
  const mine = JSON.stringify({ pid: process.pid, started: startTime(process.pid), nonce: randomUUID() });
  let told = false;
  while (!tryCreate(path, mine)) {
    const holder = readHolder(path);
    if (holder !== undefined && !isRunning(holder)) {
      breakLock(path);
      continue;
    }
    if (!told && holder !== undefined) {
      told = true;
      onWait(holder.pid);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** Creates the lock with its content in one step, so that nobody reads a half-written one. */
function tryCreate(path, content) {
  const temporary = `${path}.${process.pid}.${randomUUID()}`;
  writeFileSync(temporary, content);
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') {
      return false;
    }
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function readHolder(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return error.code === 'ENOENT' ? undefined : { pid: 0 };
  }
}

/** Only one process at a time may break a lock; else two that saw the same dead holder could remove each other's new lock. */
function breakLock(path) {
  const guard = `${path}.breaking`;
  try {
    mkdirSync(guard);
  } catch {
    removeOldGuard(guard);
    return;
  }
  const holder = readHolder(path);
  if (holder !== undefined && !isRunning(holder)) {
    rmSync(path, { force: true });
  }
  rmdirSync(guard);
}

function removeOldGuard(guard) {
  try {
    if (Date.now() - statSync(guard).mtimeMs > BREAKER_STALE_MS) {
      rmdirSync(guard);
    }
  } catch {
    // Its owner was quicker.
  }
}

function isRunning({ pid, started }) {
  if (!Number.isInteger(pid) || pid <= 0) {
    return false;
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') {
      return false;
    }
  }
  return !started || startTime(pid) === started;
}

/** When the process started, in the kernel's own count; '' where there is no /proc. Tells a recycled process id from the old one. */
function startTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
