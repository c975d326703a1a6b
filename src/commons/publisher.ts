import type { Connection } from 'mysql2/promise';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Reader } from '../readmodel/reader.ts';
import { publish } from './publication.ts';
import type { Publication } from './publication.ts';

export interface Timers {
  setTimeout(callback: () => void, milliseconds: number): unknown;
  clearTimeout(timer: unknown): void;
}

export interface PublisherPorts {
  /** A new connection to the database `commons`; the publisher closes it. */
  connect(): Promise<Connection>;
  /** A reader that sees the read model as it is now until it is closed. */
  still(): Reader;
  /** Takes the marks back and remembers the vector, in the writer's turn: only the writer writes the read model. */
  clear(publication: Publication): Promise<void>;
  /** What else makes Dolt work for long: a publication waits its turn, and for the end of a short landing. */
  heavy?: { readonly busy: boolean; run<T>(work: () => Promise<T>): Promise<T> };
  /** Called with what stood in the way of a publication. */
  failed?(error: unknown): void;
  clock: Clock;
  timers?: Timers;
  log: Log;
  /** Author of the commits, `name <email>`. */
  author?: string;
}

export interface PublisherStatus {
  /** Something that the publisher was told of isn't published yet. */
  pending: boolean;
  /** Milliseconds since 1970; null before the first time, and while nothing waits. */
  published_at: number | null;
  waiting_since: number | null;
  /** Failures since the last success, and the last one's words. */
  failures: number;
  error: string | null;
}

/** Milliseconds: after an idle time a commit follows the act at once, and never two within a second (design section 6). */
const interval = 1000;
/** What comes in the same moment is one commit. */
const gathering = 20;
/** While acts keep coming, a commit waits until none came for so long; but not until the commons are 5 s behind. */
const lull = 100;
const longestWait = 3_000;
const longestBackoff = 30_000;

const realTimers: Timers = {
  setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds).unref(),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

/** Keeps the commons close behind the read model. Failing to publish fails nothing else: it is tried again, and shown. */
export class Publisher {
  readonly #ports: PublisherPorts;
  readonly #timers: Timers;
  #connection: Connection | undefined;
  #timer: unknown;
  #running: Promise<void> | undefined;
  #waitingSince: number | null = null;
  /** When it was told last, and how often since a publication began. */
  #toldAt = -Infinity;
  #told = 0;
  #publishedAt: number | null = null;
  #startedAt = -Infinity;
  #failures = 0;
  #error: string | null = null;
  #stopped = false;

  constructor(ports: PublisherPorts) {
    this.#ports = ports;
    this.#timers = ports.timers ?? realTimers;
  }

  /** Says that rows or the vector may have changed; called once at the start too. */
  notify(): void {
    this.#toldAt = this.#ports.clock.now();
    this.#told += 1;
    this.#waitingSince ??= this.#toldAt;
    this.#schedule();
  }

  /** Publishes all that stands in the read model now, and resolves when the commons show it; throws what stood in the way. */
  async flush(): Promise<void> {
    // One that is under way may have begun before the last act.
    await this.#running?.catch(() => undefined);
    await this.#run();
  }

  status(): PublisherStatus {
    return {
      pending: this.#waitingSince !== null || this.#running !== undefined,
      published_at: this.#publishedAt,
      waiting_since: this.#waitingSince,
      failures: this.#failures,
      error: this.#error,
    };
  }

  /** Publishes no more. What is under way is finished; call `flush` before for what waits. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unschedule();
    await this.#running?.catch(() => undefined);
    await this.#disconnect();
  }

  #schedule(): void {
    if (this.#stopped || this.#timer !== undefined || this.#running !== undefined) return;
    const backoff = this.#failures === 0 ? interval : Math.min(interval * 2 ** this.#failures, longestBackoff);
    const sinceLast = this.#ports.clock.now() - this.#startedAt;
    this.#setTimer(Math.min(Math.max(backoff - sinceLast, gathering), longestBackoff));
  }

  #setTimer(delay: number): void {
    this.#timer = this.#timers.setTimeout(() => {
      this.#timer = undefined;
      if (this.#isBusy()) this.#setTimer(lull);
      else this.#run().catch(() => undefined);
    }, delay);
  }

  /** Whether more acts, or a landing, are about to change what would be published now. */
  #isBusy(): boolean {
    const now = this.#ports.clock.now();
    const longEnough = this.#waitingSince !== null && now - this.#waitingSince >= longestWait;
    const more = (this.#told > 1 && now - this.#toldAt < lull) || this.#ports.heavy?.busy === true;
    return more && !longEnough;
  }

  #unschedule(): void {
    if (this.#timer !== undefined) this.#timers.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** One publication at a time; concurrent callers share one that has not begun. */
  #run(): Promise<void> {
    this.#running ??= this.#publishOnce().finally(() => {
      this.#running = undefined;
      if (this.#waitingSince !== null) this.#schedule();
    });
    return this.#running;
  }

  async #publishOnce(): Promise<void> {
    this.#unschedule();
    const waitingSince = this.#waitingSince;
    this.#waitingSince = null;
    this.#startedAt = this.#ports.clock.now();
    this.#told = 0;
    const publish = async (): Promise<void> => await this.#publishAll();
    try {
      await (this.#ports.heavy?.run(publish) ?? publish());
      this.#publishedAt = this.#ports.clock.now();
      this.#failures = 0;
      this.#error = null;
    } catch (error) {
      this.#waitingSince = waitingSince ?? this.#startedAt;
      this.#failures += 1;
      this.#error = error instanceof Error ? error.message : String(error);
      this.#ports.log.warn({ error: this.#error, failures: this.#failures }, 'the commons could not be published');
      this.#ports.failed?.(error);
      await this.#disconnect();
      throw error;
    }
  }

  async #publishAll(): Promise<void> {
    const ports = this.#ports;
    const author = ports.author ?? 'wasteland <wasteland@localhost>';
    this.#connection ??= await ports.connect();
    const reader = ports.still();
    let held = true;
    const read = (): void => {
      if (held) reader.close();
      held = false;
    };
    let publication: Publication;
    try {
      publication = await publish(this.#connection, reader, { author, read });
    } finally {
      read();
    }
    await ports.clear(publication);
    ports.log.debug({ rows: publication.rows, whole: publication.whole }, 'commons published');
  }

  async #disconnect(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.end().catch(() => connection.destroy());
  }
}
