import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Test } from 'tap';
import type { Place } from './node-process.ts';

/**
 * A file system of its own and of a size that a test can fill: a tmpfs in a mount namespace, which needs no privileges where
 * the kernel lets everybody make user namespaces. It goes away with the process that holds it.
 */
export class SmallDisk {
  readonly #holder: ChildProcess;
  readonly #mountPoint: string;

  private constructor(holder: ChildProcess, mountPoint: string) {
    this.#holder = holder;
    this.#mountPoint = mountPoint;
  }

  /** Makes one; throws with what to do where the machine doesn't allow it. */
  static async make(t: Test, megabytes: number): Promise<SmallDisk> {
    const mountPoint = mkdtempSync(join(tmpdir(), 'wasteland-disk-'));
    const script = `mount -t tmpfs -o size=${megabytes}m,mode=700 wasteland "$0" && echo mounted && exec cat`;
    const holder = spawn('unshare', ['-rm', 'sh', '-c', script, mountPoint], { stdio: ['pipe', 'pipe', 'pipe'] });
    const failed = once(holder, 'error').then(([error]) => String(error));
    const said = text(holder.stderr);
    const first = await Promise.race([once(holder.stdout, 'data'), once(holder, 'exit'), failed]);
    if (!String(first[0]).startsWith('mounted')) {
      rmSync(mountPoint, { recursive: true });
      throw new Error(
        `no small file system can be made here (${await Promise.race([said, failed])}): run this test as root, with ` +
          'CAP_SYS_ADMIN in a container, or where unprivileged user namespaces are allowed',
      );
    }
    t.teardown(async () => {
      holder.stdin.end();
      if (holder.exitCode === null) await once(holder, 'exit');
      rmSync(mountPoint, { recursive: true, force: true });
    });
    return new SmallDisk(holder, mountPoint);
  }

  /** The directory as processes outside see it. */
  get seenAt(): string {
    return `/proc/${this.#holder.pid}/root${this.#mountPoint}`;
  }

  /** Where a node is to be started, and how, so that its data directory is on this disk. */
  get place(): Place {
    const command = ['nsenter', `--target=${this.#holder.pid}`, '--user', '--mount', '--preserve-credentials'];
    return { dataDir: join(this.#mountPoint, 'data'), seenAt: join(this.seenAt, 'data'), command };
  }

  /** Bytes that are free. */
  get free(): number {
    const { bavail, bsize } = statfsSync(this.seenAt);
    return bavail * bsize;
  }

  /** Takes all room but so many bytes; what was taken before stays taken. */
  fill(leave: number): void {
    const file = openSync(join(this.seenAt, 'filler'), 'a');
    const block = Buffer.alloc(65_536);
    try {
      for (let free = this.free; free > leave; free = this.free) {
        writeSync(file, block, 0, Math.min(block.length, free - leave));
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  }

  /** Gives back what was taken. */
  empty(): void {
    rmSync(join(this.seenAt, 'filler'), { force: true });
  }
}
