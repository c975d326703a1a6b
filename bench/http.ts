import { Pool } from 'undici';

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

  async #post(type: string, body: string): Promise<void> {
    const answer = await this.#pool.request({
      method: 'POST',
      path: '/v1/events',
      headers: { 'content-type': type },
      body,
    });
    const text = await answer.body.text();
    if (answer.statusCode !== 201) throw new Error(`POST /v1/events: ${answer.statusCode} ${text.slice(0, 500)}`);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
