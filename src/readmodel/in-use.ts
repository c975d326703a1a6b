import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The mark beside a read model in use. Nothing that is written there waits for the disk: it outlives the process at once,
 * and the machine only later, in any order. So the mark names the machine's run in which the file was opened, and is gone once
 * everything is on the disk. One of another run says that the machine stopped in between.
 */
export class InUse {
  readonly #file: string;
  readonly #mark: string;

  /** `file` is the read model's path. */
  constructor(file: string) {
    this.#file = file;
    this.#mark = `${file}-in-use`;
  }

  /** Whether the machine stopped while the file was in use: what it holds now nobody knows. */
  get lost(): boolean {
    return existsSync(this.#mark) && readFileSync(this.#mark, 'utf8') !== machineRun();
  }

  /** Before anything is written to a file that isn't `lost`; on the disk when it returns. */
  set(): void {
    // Left by another process of this run.
    if (existsSync(this.#mark)) return;
    writeFileSync(this.#mark, machineRun(), { mode: 0o600, flush: true });
    flush(dirname(this.#mark));
  }

  /** After the file was closed: takes the mark away once what was written is on the disk. */
  clear(): void {
    for (const path of [this.#file, `${this.#file}-wal`]) if (existsSync(path)) flush(path);
    this.remove();
  }

  /** For a file that is gone. */
  remove(): void {
    rmSync(this.#mark, { force: true });
  }
}

function flush(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Where the system doesn't name its run, no other process has the same. */
const unnamed = randomUUID();

/** What the system calls the time since it was started. */
function machineRun(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return unnamed;
  }
}
