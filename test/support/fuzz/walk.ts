import type { FuzzedNode } from './fuzzed-node.ts';
import { parsed } from './answers.ts';
import type { Operation } from './operations.ts';
import type { Credentials } from './requests.ts';

/** The right things in the right order: what must be there before strange requests mean anything. */

export interface Step {
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  /** Which of the members. */
  who?: number;
  credentials?: Credentials;
}

/** An account whose statement nobody holds: nothing listens there. */
export const nowhere = 'domain:127.0.0.1:1';

export class Walk {
  readonly #fuzzed: FuzzedNode;
  readonly #operations: readonly Operation[];

  constructor(fuzzed: FuzzedNode, operations: readonly Operation[]) {
    this.#fuzzed = fuzzed;
    this.#operations = operations;
  }

  /** Does one thing, which must succeed, and gives the answer's body. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  async step(name: string, { path = {}, query = {}, body, who = 0, credentials = 'right' }: Step = {}): Promise<any> {
    const operation = this.#operations.find((each) => each.name === name);
    if (operation === undefined) throw new Error(`the document knows no ${name}`);
    const given = await this.#fuzzed.ask({
      operation,
      what: 'allowed',
      method: operation.method,
      path,
      query: Object.entries(query),
      headers: {},
      body: body === undefined ? undefined : { type: 'application/json', value: body },
      credentials,
      who,
    });
    if (given.status >= 300) throw new Error(`${name} was answered with ${given.status} ${given.text}`);
    return parsed(given.text);
  }

  /** Each act of an item's life, and of what is said about it. */
  async throughALife(): Promise<void> {
    const [poster, worker, validator] = [0, 1, 2];
    const { item } = await this.step('POST /v1/wanted', { who: poster, body: { title: 'a fence', type: 'bug' } });
    const path = { id: item.id as string };
    const ofItem = (act: string, who: number, body: object = {}) =>
      this.step(`POST /v1/wanted/{id}/${act}`, { path, who, body });
    await this.step('PATCH /v1/wanted/{id}', { path, who: poster, body: { priority: 1 } });
    await ofItem('claim', worker);
    await ofItem('progress', worker, { note: 'half of it' });
    await ofItem('release', worker);
    await ofItem('claim', worker);
    const evidence = [{ url: 'https://example.org/work' }];
    await ofItem('submit', worker, { evidence });
    await ofItem('reject', poster, { reason: 'too low' });
    const { completion } = await ofItem('submit', worker, { evidence });
    const dimensions = { quality: { score: 4, confidence: 0.5 } };
    await ofItem('accept', poster, { stamp: { dimensions } });
    const { stamp } = await this.step('POST /v1/stamps', { who: validator, body: { completion, dimensions } });
    await this.step('POST /v1/stamps/{id}/revoke', {
      path: { id: stamp.id },
      who: validator,
      body: { reason: 'a slip' },
    });
    const { comment } = await this.step('POST /v1/comments', {
      who: worker,
      body: { about: item.id, text: 'How high?' },
    });
    await this.step('DELETE /v1/comments/{id}', { path: { id: comment.id }, who: worker });
    await this.step('POST /v1/vouches', { who: poster, body: { subject: 'bob' } });
    await this.step('DELETE /v1/vouches/{id}', { path: { id: 'bob' }, who: poster });
    const another = await this.step('POST /v1/wanted', { who: poster, body: { title: 'a gate', type: 'bug' } });
    await this.step('POST /v1/wanted/{id}/withdraw', { path: { id: another.item.id }, who: poster, body: {} });
  }

  /** What rigs do with themselves and their tokens. */
  async throughAccounts(id: string, leaver: string): Promise<void> {
    await this.step('PATCH /v1/rigs/{id}', { path: { id }, body: { name: 'Somebody', also_known_as: [nowhere] } });
    await this.step('POST /v1/rigs/{id}/accounts/statement', { path: { id }, body: { account: nowhere } });
    await this.step('POST /v1/rigs/{id}/accounts/check', { path: { id }, body: {} });
    const one = await this.step('POST /v1/tokens', { body: { scopes: ['work'] } });
    await this.step('DELETE /v1/tokens/{id}', { path: { id: one.id } });
    const other = await this.step('POST /v1/admin/tokens', { body: { rig: id } });
    await this.step('DELETE /v1/admin/tokens/{id}', { path: { id: other.id } });
    await this.step('DELETE /v1/rigs/{id}', { path: { id: leaver } });
  }

  /** What is asked of logs, peers and the outbox, in ways that chance seldom finds. */
  async throughTheRest(origin: string, peer: string): Promise<void> {
    await this.step('GET /v1/logs/{origin}/proof', { path: { origin }, query: { seq: '1' } });
    await this.step('GET /v1/logs/{origin}/proof', { path: { origin }, query: { from: '1', size: '2' } });
    await this.step('PATCH /v1/admin/peers/{id}', { path: { id: peer }, body: { paused: false } });
    await this.step('GET /v1/admin/peers/{id}/syncs', { path: { id: peer } });
    const who = 'domain:blocked.example';
    await this.step('POST /v1/admin/vouch-list', { body: { list: 'alice\n-mallory\n' } });
    await this.step('POST /v1/admin/blocks', { body: { who } });
    await this.step('DELETE /v1/admin/blocks/{id}', { path: { id: who } });
  }

  /** What rigs and the operator do with their webhooks. */
  async throughWebhooks(url: string): Promise<void> {
    for (const base of ['/v1/webhooks', '/v1/admin/webhooks']) {
      const { id } = await this.step(`POST ${base}`, { body: { url } });
      const path = { id };
      await this.step(`GET ${base}/{id}`, { path });
      await this.step(`PATCH ${base}/{id}`, { path, body: { paused: false } });
      const { id: delivery } = await this.step(`POST ${base}/{id}/ping`, { path, body: {} });
      await this.step(`GET ${base}/{id}/deliveries`, { path });
      const again = { path: { id, delivery }, body: {} };
      await this.step(`POST ${base}/{id}/deliveries/{delivery}/redeliver`, again);
      await this.step(`DELETE ${base}/{id}`, { path });
    }
  }

  /** Makes a peer of the node again, if it is none any more. */
  async ensurePeer(peer: { id: string; url: string }): Promise<void> {
    const { items } = await this.step('GET /v1/admin/peers');
    if (items.some(({ id }: { id: string }) => id === peer.id)) return;
    await this.step('POST /v1/admin/peers', { body: { url: peer.url } });
  }
}
