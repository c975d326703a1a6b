import { Worker } from 'node:worker_threads';
import { LRUCache } from 'lru-cache';
import { WastelandError } from '../../errors.ts';
import type { Drawn } from './png-thread.ts';

const entry = import.meta.url.endsWith('.ts') ? './png-thread.ts' : './png-thread.js';

/** Pictures that may wait for their turn. */
const mostWaiting = 50;

/** Bytes of those that are kept. */
const capacity = 16_000_000;

interface Waiting {
  resolve: (png: Buffer) => void;
  reject: (error: Error) => void;
}

/** Makes PNGs of SVGs, for those that take no SVG, on a thread of their own: each takes some 100 ms. */
export class Pngs {
  /** By the SVG: what is drawn follows from it and from nothing else. */
  readonly #drawn = new LRUCache<string, Buffer>({
    maxSize: capacity,
    sizeCalculation: (png, svg) => png.length + svg.length,
    fetchMethod: (svg) => this.#draw(svg),
    ignoreFetchAbort: true,
  });
  readonly #waiting: Waiting[] = [];
  #worker: Worker | undefined;

  /** The PNG of a picture. Throws `unavailable` while too many others are being made. */
  async png(svg: string): Promise<Buffer> {
    return await this.#drawn.forceFetch(svg);
  }

  /** Ends the thread; who still waits is refused. */
  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #draw(svg: string): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length >= mostWaiting) throw busy();
      this.#waiting.push({ resolve, reject });
      this.#worker ??= this.#start();
      this.#worker.postMessage(svg);
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL(entry, import.meta.url));
    worker.unref();
    worker.on('message', (drawn: Drawn) => {
      const next = this.#waiting.shift();
      if ('png' in drawn) next?.resolve(Buffer.from(drawn.png));
      else next?.reject(new Error(`a picture can't be drawn: ${drawn.why}`));
    });
    // It ends by itself only after an error that it couldn't answer with; the next picture starts another.
    worker.on('error', (cause) => this.#end(worker, new Error('the thread of the pictures died', { cause })));
    worker.on('exit', () => this.#end(worker, busy()));
    return worker;
  }

  #end(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

function busy(): WastelandError {
  return new WastelandError('unavailable', 'too many pictures are being made; try again in a moment');
}
