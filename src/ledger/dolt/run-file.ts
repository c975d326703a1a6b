import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { identify, type ProcessIdentity } from './process-identity.ts';

export type DoltRole = 'public' | 'quarantine';

/** DATA_DIR/run.json: which processes work on this directory now, or did when the last node died. */
export interface RunRecord {
  node: ProcessIdentity;
  dolts: Partial<Record<DoltRole, ProcessIdentity & { port: number }>>;
}

/** The run file's text, and what it says if it can be read; undefined when there is none. */
export function readRun(dataDir: string): { text: string; record: RunRecord | undefined } | undefined {
  let text: string;
  try {
    text = readFileSync(runFile(dataDir), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
  return { text, record: parse(text) };
}

/** Writes the run file of this process in place of `judged`, which the caller has found to be nobody's (undefined: none was
 * there); false when another process has been quicker. */
export function claimRun(dataDir: string, judged: string | undefined): boolean {
  if (judged !== undefined && !removeIfStill(dataDir, judged)) {
    return false;
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const temporary = writeTemporary(dataDir, { node: ownIdentity(), dolts: {} });
  try {
    linkSync(temporary, runFile(dataDir));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return false;
    }
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Notes a Dolt server that has started or, with undefined, is gone. Only the process that holds the claim calls it. */
export function recordDolt(
  dataDir: string,
  role: DoltRole,
  dolt: (ProcessIdentity & { port: number }) | undefined,
): void {
  const record = readRun(dataDir)?.record;
  if (record === undefined) {
    // The claim was given up already.
    return;
  }
  delete record.dolts[role];
  if (dolt !== undefined) {
    record.dolts[role] = dolt;
  }
  renameSync(writeTemporary(dataDir, record), runFile(dataDir));
}

/** Gives the claim up, once nothing runs any more. */
export function releaseRun(dataDir: string): void {
  rmSync(runFile(dataDir), { force: true });
}

function runFile(dataDir: string): string {
  return join(dataDir, 'run.json');
}

function ownIdentity(): ProcessIdentity {
  return identify(process.pid) ?? { pid: process.pid, started: '' };
}

function writeTemporary(dataDir: string, record: RunRecord): string {
  const temporary = join(dataDir, `run.json.${randomUUID()}`);
  writeFileSync(temporary, `${JSON.stringify(record)}\n`, { mode: 0o600 });
  return temporary;
}

/** Takes the file away under a name of our own before looking: what another process wrote meanwhile is put back. */
function removeIfStill(dataDir: string, judged: string): boolean {
  const taken = join(dataDir, `run.json.${randomUUID()}`);
  try {
    renameSync(runFile(dataDir), taken);
  } catch {
    return false;
  }
  const same = readFileSync(taken, 'utf8') === judged;
  if (same) {
    rmSync(taken);
  } else {
    renameSync(taken, runFile(dataDir));
  }
  return same;
}

function parse(text: string): RunRecord | undefined {
  try {
    const record = JSON.parse(text) as RunRecord;
    return Number.isInteger(record.node.pid) && typeof record.dolts === 'object' ? record : undefined;
  } catch {
    return undefined;
  }
}
