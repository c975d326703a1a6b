import { close, fdatasync, openSync } from 'node:fs';

/** Milliseconds from a commit until what it wrote is sent on its way to the disk. */
const pause = 500;

/**
 * Has what SQLite wrote to a file go to the disk bit by bit. Nobody waits for it, but left to itself the system brings half a
 * minute's writing there at once, and Dolt's own writes wait behind that: 130 ms in a large landing.
 */
export class WriteBack {
  /** One for as long as SQLite has the file open: closing any other of this process would give SQLite's locks away. */
  readonly #descriptor: number;
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  #closed = false;

  constructor(file: string) {
    this.#descriptor = openSync(file, 'r');
  }

  /** After a commit; once for all that come meanwhile. */
  soon(): void {
    if (!this.#running) this.#timer ??= setTimeout(() => this.#flush(), pause).unref();
  }

  /** After SQLite has closed the file. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    if (!this.#running) this.#release();
  }

  /** What fails here fails again where it is waited for: when the file is closed. */
  #flush(): void {
    this.#timer = undefined;
    this.#running = true;
    fdatasync(this.#descriptor, () => {
      this.#running = false;
      if (this.#closed) this.#release();
    });
  }

  #release(): void {
    close(this.#descriptor, () => undefined);
  }
}
