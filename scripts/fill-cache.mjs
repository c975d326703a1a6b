// Puts a program into the user's cache, once for this user, however many clones and processes ask for it.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { withLock } from './lock.mjs';
import { say } from './progress.mjs';

/** Makes `target` unless it is there. `make(file)` makes it beside its place, and it is moved there in one step, so that nobody
 * ever runs half a file. */
export async function fillCache(target, make) {
  const waiting = (pid) => say(`waiting for process ${pid}, which is getting ${basename(target)} for this user`);
  await withLock(`${dirname(target)}.lock`, () => makeWhole(target, make), waiting);
}

async function makeWhole(target, make) {
  if (existsSync(target)) {
    return;
  }
  mkdirSync(dirname(target), { recursive: true });
  const work = mkdtempSync(join(dirname(target), 'new-'));
  try {
    const fresh = join(work, basename(target));
    await make(fresh);
    renameSync(fresh, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
