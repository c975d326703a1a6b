import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { Pool } from 'undici';
import { hashOf } from '../../src/identity/strict-jws.ts';
import type { NodeProcess } from './node-process.ts';
import { OwnKeyRig } from './own-key-rig.ts';

/** Rigs that post to a node without pause, whatever happens to it, and what must be true of it afterwards. */

const patience = 120_000;

/** Answered acts of all clients, and who waits for how many of them. */
export class Answers {
  readonly hashes = new Set<string>();
  /** Codes of the refusals after which an act was tried again, with how often. */
  readonly codes = new Map<string, number>();
  readonly #waiting: { count: number; resolve: () => void }[] = [];

  add(hash: string): void {
    this.hashes.add(hash);
    for (const waiter of this.#waiting.splice(0)) {
      if (this.hashes.size >= waiter.count) waiter.resolve();
      else this.#waiting.push(waiter);
    }
  }

  refused(code: string): void {
    this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
  }

  /** Resolves at the `more`-th answer from now. */
  async atLeast(more: number, what: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => reject(new Error(`no ${more} answers within ${patience} ms: ${what}`)), patience);
    this.#waiting.push({ count: this.hashes.size + more, resolve });
    await promise.finally(() => clearTimeout(timer));
  }
}

/** So many clients post until told to stop; none ever gives an act up. */
export class Load {
  readonly #pool: Pool;
  readonly #clients: Promise<void>[];
  readonly #stop = new AbortController();

  /** `name` begins the handles of its rigs. */
  constructor(node: NodeProcess, name: string, clients: number, answers: Answers) {
    this.#pool = new Pool(node.url, { connections: clients, headersTimeout: 30_000 });
    this.#clients = Array.from({ length: clients }, async (_, index) => {
      try {
        await this.#act(node, `${name}-${index}`, answers);
      } catch (error) {
        this.#stop.abort();
        throw error;
      }
    });
    // Whoever stops it gets the error.
    Promise.all(this.#clients).catch(() => undefined);
  }

  /** Resolves when the last client has stopped; rejects when one got an answer that it should not have got. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#clients);
    if (!this.#pool.closed) await this.#pool.close();
  }

  /** Posts one act after another; after any failure the very same token again until it is answered. */
  async #act(node: NodeProcess, handle: string, answers: Answers): Promise<void> {
    const rig = await OwnKeyRig.make(node.id, handle);
    await this.#post(rig.document, answers);
    for (let count = 0; !this.#stop.signal.aborted; count++) {
      const body = { title: `${handle} ${count}`, type: 'other', priority: 2, effort: 'small' } as const;
      await this.#post(await rig.sign('wanted.posted', body), answers);
    }
  }

  async #post(token: string, answers: Answers): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        const headers = { 'content-type': 'application/jose' };
        const answer = await this.#pool.request({ method: 'POST', path: '/v1/events', headers, body: token });
        const body = await answer.body.text();
        if (answer.statusCode < 300) {
          answers.add(hashOf(token));
          return;
        }
        if (answer.statusCode < 500 && answer.statusCode !== 429) throw new Refused(`${answer.statusCode} ${body}`);
        answers.refused((JSON.parse(body) as { code: string }).code);
      } catch (error) {
        if (error instanceof Refused) throw error;
        // The node is down: whoever asks again at once finds out when it is back.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }
}

class Refused extends Error {}

/** Asks a node something as its operator. */
export async function admin(node: NodeProcess, method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(node.url + path, {
    method,
    headers: { authorization: `Bearer ${node.adminToken()}`, 'content-type': 'application/json' },
    body: JSON.stringify(body ?? {}),
    signal: AbortSignal.timeout(60_000),
  });
  const said = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${said}`);
  return JSON.parse(said);
}

/** `wasteland verify` over a node's data, be it running or not. */
export async function verify(node: NodeProcess): Promise<{ code: number | null; said: string }> {
  const child = node.command('verify');
  const [said, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: child.exitCode, said: said + errors };
}

/** The hash of every token in a node's log, with its number; throws when numbers are missing or anything stands twice. */
export async function loggedHashes(node: NodeProcess): Promise<Map<string, number>> {
  const answer = await fetch(`${node.url}/v1/logs/${node.id}/events`);
  const lines = (await answer.text()).trim().split('\n');
  const seqs = new Map<string, number>();
  for (const [index, line] of lines.entries()) {
    const entry = JSON.parse(line) as { seq: number; jws: string };
    if (entry.seq !== index + 1) throw new Error(`entry ${entry.seq} stands at place ${index + 1}`);
    seqs.set(hashOf(entry.jws), entry.seq);
  }
  if (seqs.size !== lines.length) throw new Error('a token stands twice in the log');
  return seqs;
}
