import { statfs } from 'node:fs/promises';
import { WastelandError } from '../errors.ts';
import type { Log } from '../log.ts';

export interface DiskRoomOptions {
  dataDir: string;
  log: Log;
  /** Bytes that are free for this process. */
  measure?: () => Promise<number>;
}

/** Bytes below which nothing new is written, and from which on it is again. Dolt ends itself as soon as a write of its
 * journal fails, and everything that reads logs with it: what is under way must still find room. */
const needed = 64 * 1024 * 1024;
const enough = 96 * 1024 * 1024;
/** Milliseconds between two looks: a node writes some 20 MB in them at most. */
const interval = 1_000;

/** Watches the room on the disk that DATA_DIR is on. */
export class DiskRoom {
  readonly #options: DiskRoomOptions;
  readonly #listeners: ((met: boolean) => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #free = Infinity;
  #full = false;
  #met = false;
  #closed = false;

  constructor(options: DiskRoomOptions) {
    this.#options = options;
  }

  /** Bytes free at the last look; infinite before the first. */
  get free(): number {
    return this.#free;
  }

  /** `ok`, or what is wrong, for the operator. */
  get status(): string {
    return this.#full ? `full: ${megabytes(this.#free)} MB free, ${megabytes(enough)} MB needed` : 'ok';
  }

  /** Throws `disk_full` while nothing new may be written. */
  check(): void {
    if (!this.#full) return;
    throw new WastelandError('disk_full', 'the disk of this node is full; it takes writes again once there is room');
  }

  /** Says that a write has met the end of the disk, whatever was measured. */
  met(): void {
    this.#met = true;
    this.#fill();
  }

  /** Calls back each time that there is room again, with whether a write had met the end of the disk. */
  onRoom(listener: (met: boolean) => void): void {
    this.#listeners.push(listener);
  }

  /** Looks once, and from then on every second until it is closed. */
  async watch(): Promise<void> {
    await this.look();
    if (!this.#closed) this.#timer = setTimeout(() => void this.watch(), interval).unref();
  }

  /** Looks how much room there is now; where that can't be found out, what was found last stands. */
  async look(): Promise<void> {
    const { log } = this.#options;
    try {
      this.#free = await this.#measure();
    } catch (error) {
      log.debug({ err: error }, 'the room on the disk could not be measured');
      return;
    }
    if (this.#free < needed) this.#fill();
    else if (this.#free >= enough) this.#clear();
  }

  #fill(): void {
    if (this.#full) return;
    this.#full = true;
    const free = { free: this.#free, needed: enough };
    const { log } = this.#options;
    log.error(free, 'the disk of WASTELAND_DATA_DIR is full: nothing is written until there is room, reads go on');
  }

  #clear(): void {
    if (!this.#full) return;
    const met = this.#met;
    this.#full = false;
    this.#met = false;
    this.#options.log.warn({ free: this.#free }, 'there is room on the disk again: writes are taken');
    for (const listener of this.#listeners) listener(met);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #measure(): Promise<number> {
    const { dataDir, measure } = this.#options;
    if (measure !== undefined) return await measure();
    const { bavail, bsize } = await statfs(dataDir);
    return bavail * bsize;
  }
}

function megabytes(bytes: number): number {
  return Math.floor(bytes / (1024 * 1024));
}
