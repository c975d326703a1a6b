import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Pool as Connections } from 'undici';
import type { NetworkNode, Member } from '../network.ts';
import type { OwnKeyRig } from '../own-key-rig.ts';
import type { Contract, Given } from './answers.ts';
import { parsed } from './answers.ts';
import { wrongWith } from './expectations.ts';
import { Pools } from './known.ts';
import type { Operation } from './operations.ts';
import { Raw, urlOf } from './requests.ts';
import type { Plan } from './requests.ts';
import { tokenOfPlan, tokenPlan } from './tokens.ts';

export interface FuzzedParts {
  node: NetworkNode;
  /** Another node, which may or may not answer. */
  peer: { id: string };
  connections: Connections;
  contract: Contract;
  operations: readonly Operation[];
  members: readonly Member[];
  leaver: Member;
  /** Rigs that sign for themselves. */
  rigs: readonly OwnKeyRig[];
}

const closing = 'DELETE /v1/rigs/{id}';
const newKey = 'POST /v1/admin/key';

const strange = ['Bearer a.b.c', 'Bearer', 'Basic cm9vdDpyb290', `Bearer ${'x'.repeat(4_000)}`, 'Bearer \u00e9', ' '];

/** A plan with everything filled in. */
interface Request {
  plan: Plan;
  url: string;
  body: unknown;
}

/** A node that is asked everything, and what was wrong with its answers. */
export class FuzzedNode {
  readonly pools: Pools;
  /** What is wrong, with the first request that showed it. */
  readonly wrong = new Map<string, string>();
  /** Answers by operation and status. */
  readonly seen = new Map<string, number>();
  asked = 0;
  readonly #parts: FuzzedParts;
  /** The only one who closes their rig, and does nothing else. */
  #leaver: Member;
  #joined = 0;

  constructor(parts: FuzzedParts) {
    this.#parts = parts;
    this.#leaver = parts.leaver;
    this.pools = new Pools((pick) => this.#token(pick));
  }

  /** Sends a request and holds its answer against the document; now and then asks whether that is still the answer. */
  async ask(plan: Plan): Promise<Given> {
    const path = (await this.pools.fill(plan.path)) as Record<string, unknown>;
    const query = (await this.pools.fill(plan.query)) as [string, unknown][];
    const body = plan.body?.value instanceof Raw ? undefined : await this.pools.fill(plan.body?.value);
    if (nameOf(plan) === newKey) keepTokens(body);
    const request = { plan, url: urlOf({ ...plan, path, query }), body };
    const { given, etag } = await this.#send(request);
    this.#hold(request, given);
    if (given.status < 300) this.pools.learn(parsed(given.text));
    if (given.status < 300 && nameOf(plan) === closing) await this.#replaceLeaver();
    const reads = plan.method === 'GET' && given.status === 200;
    if (typeof etag === 'string' && (reads || given.status >= 400) && this.asked % 4 === 0) {
      const again = await this.#send(request, { 'if-none-match': etag });
      this.#hold(request, again.given);
      if (!reads && again.given.status === 304) this.#note(request, 'a failure that is not modified', again.given);
    }
    return given;
  }

  /** Who has closed their rig leaves their place to somebody new. */
  async #replaceLeaver(): Promise<void> {
    this.#joined += 1;
    this.#leaver = await this.#parts.node.register(`joined-${this.#joined}`);
    this.pools.add('rigs', this.#leaver.id);
  }

  #hold(request: Request, given: Given): void {
    const { contract, operations } = this.#parts;
    const { plan, body } = request;
    this.asked += 1;
    const operation = operations.find((each) => each.path === plan.operation.path && each.method === plan.method);
    const seen = `${nameOf(plan)} ${given.status}`;
    this.seen.set(seen, (this.seen.get(seen) ?? 0) + 1);
    for (const wrong of wrongWith(contract, { plan, body, operation }, given)) this.#note(request, wrong, given);
  }

  #note({ plan, url, body }: Request, wrong: string, given: Given): void {
    const what = `${nameOf(plan)}, ${plan.what}: ${wrong.slice(0, 150)}`;
    const example = `${plan.method} ${url.slice(0, 300)} ${shown(body)} → ${given.text.slice(0, 400)}`;
    if (!this.wrong.has(what)) this.wrong.set(what, example);
  }

  async #send(
    { plan, url, body }: Request,
    more: Record<string, string> = {},
  ): Promise<{ given: Given; etag: unknown }> {
    const authorization = this.#authorization(plan);
    const type = plan.body?.type;
    const answer = await this.#parts.connections.request({
      method: plan.method,
      path: url,
      headers: {
        ...plan.headers,
        ...(authorization === undefined ? {} : { authorization }),
        ...(type === undefined || type === '' ? {} : { 'content-type': type }),
        ...more,
      },
      body:
        plan.body === undefined ? null : plan.body.value instanceof Raw ? plan.body.value.text : written(type, body),
    });
    const bytes = Buffer.from(await answer.body.arrayBuffer());
    const text = decoded(bytes, answer.headers['content-encoding']).toString();
    const given = { status: answer.statusCode, type: String(answer.headers['content-type'] ?? ''), text };
    return { given, etag: answer.headers['etag'] };
  }

  #authorization(plan: Plan): string | undefined {
    const { operation, credentials, who } = plan;
    const { node, members } = this.#parts;
    const member = nameOf(plan) === closing ? this.#leaver : members[who % members.length];
    const rig = member?.token ?? '';
    const admin = node.node.context.services.adminToken;
    const isFor = operation.security.at(who % Math.max(1, operation.security.length));
    if (credentials === 'strange') return strange[who % strange.length];
    if (credentials === 'none' || isFor === undefined) return undefined;
    return `Bearer ${(isFor === 'admin') === (credentials === 'right') ? admin : rig}`;
  }

  async #token(pick: number): Promise<string> {
    const { node, peer, rigs } = this.#parts;
    const plan = tokenPlan(pick);
    const body = await this.pools.fill(plan.body);
    return tokenOfPlan({ ...plan, body }, rigs, { here: node.id, there: peer.id, nowhere: 'A'.repeat(43) });
  }
}

/** Of a leaked key all tokens end: nobody could ask anything more. */
function keepTokens(body: unknown): void {
  if (typeof body === 'object' && body !== null && 'leaked' in body && body.leaked === true) body.leaked = false;
}

function nameOf({ method, operation }: Plan): string {
  return `${method} ${operation.path}`;
}

function decoded(bytes: Buffer, encoding: unknown): Buffer {
  if (encoding === 'br') return brotliDecompressSync(bytes);
  return encoding === 'gzip' ? gunzipSync(bytes) : bytes;
}

function written(type: string | undefined, body: unknown): string {
  return type === 'application/json' ? JSON.stringify(body) : String(body);
}

function shown(body: unknown): string {
  return (JSON.stringify(body) ?? '').slice(0, 600);
}
