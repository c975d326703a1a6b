import { Pool } from 'undici';
import type { Dispatcher } from 'undici';

/** Posts signed tokens to a node, one request at a time or many; anything but success ends the bench. */
export class Poster {
  readonly #pool: Pool;

  constructor(url: string, connections: number) {
    this.#pool = new Pool(url, { connections, pipelining: 1 });
  }

  async one(token: string): Promise<void> {
    await this.#post('application/jose', token);
  }

  async many(tokens: readonly string[]): Promise<void> {
    await this.#post('application/json', JSON.stringify({ events: tokens }));
  }

  /** By `dispatch`: what clients do beyond the need takes of the same cores that the node runs on. */
  #post(type: string, body: string): Promise<void> {
    const headers = { 'content-type': type };
    return new Promise((resolve, reject) => {
      this.#pool.dispatch({ method: 'POST', path: '/v1/events', headers, body }, new Answer(resolve, reject));
    });
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

/** Reads an answer to its end, and keeps only what is wrong with it. */
class Answer implements Dispatcher.DispatchHandler {
  readonly #resolve: () => void;
  readonly #reject: (error: Error) => void;
  #status = 0;
  #text = '';

  constructor(resolve: () => void, reject: (error: Error) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  onRequestStart(): void {
    // Part of undici's contract: a handler without it counts as one of the old kind.
  }

  onResponseStart(_controller: unknown, status: number): void {
    this.#status = status;
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    if (this.#status !== 201) this.#text += chunk.toString();
  }

  onResponseEnd(): void {
    if (this.#status === 201) this.#resolve();
    else this.#reject(new Error(`POST /v1/events: ${this.#status} ${this.#text.slice(0, 500)}`));
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#reject(error);
  }
}
