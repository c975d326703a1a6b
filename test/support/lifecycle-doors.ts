import { signToken, newJti } from '../../src/identity/sign.ts';
import type { PrivateKey } from '../../src/identity/keys.ts';
import { typs } from '../../src/wire/header.ts';
import { isDecision } from './lifecycle-model.ts';
import type { Act, Changes, Name, Told } from './lifecycle-model.ts';
import type { NetworkNode } from './network.ts';
import { OwnKeyRig } from './own-key-rig.ts';

/** The doors through which rigs act on items: those that sign for them, and the one for acts that are signed already. */

// A test knows what it asked for, and fails where it got something else.
/* eslint-disable @typescript-eslint/no-explicit-any */

export interface Answered {
  status: number;
  /** The problem where it was refused. */
  body: any;
  /** As the answer shows it. */
  item: any;
  /** Id of what was made: an item, a submission. */
  made: string | undefined;
}

interface Person {
  id: string;
  token?: string;
  key?: PrivateKey;
}

const verbs: Record<Act, string> = {
  'wanted.claimed': 'claim',
  'wanted.released': 'release',
  'wanted.updated': '',
  'wanted.withdrawn': 'withdraw',
  'work.accepted': 'accept',
  'work.progressed': 'progress',
  'work.rejected': 'reject',
  'work.submitted': 'submit',
};

const evidence = [{ url: 'https://example.org/work' }];

export class Doors {
  readonly #node: NetworkNode;
  readonly #people: Map<Name, Person>;
  readonly #now: () => number;
  /** The last signed act that was logged. */
  #logged: string | undefined;

  private constructor(node: NetworkNode, people: Map<Name, Person>, now: () => number) {
    this.#node = node;
    this.#people = people;
    this.#now = now;
  }

  /** Registers rigs: `custodial` ones act by token, `own` ones sign for themselves, and so does the node. */
  static async open(
    node: NetworkNode,
    now: () => number,
    names: { custodial: readonly Name[]; own: readonly Name[] },
  ): Promise<Doors> {
    const { id, key } = node.node.context.services.node;
    const people = new Map<Name, Person>([['node', { id, key }]]);
    for (const name of names.custodial) {
      const member = await node.register(name);
      people.set(name, member);
    }
    for (const name of names.own) {
      const rig = await OwnKeyRig.make(node.id, name);
      await node.ask('POST', '/v1/events', { events: [rig.document] });
      people.set(name, { id: rig.id, key: rig.key });
    }
    return new Doors(node, people, now);
  }

  id(name: Name): string {
    return this.#person(name).id;
  }

  /** Whether the node signs for this one. */
  isCustodial(name: Name): boolean {
    return this.#person(name).token !== undefined;
  }

  async get(path: string): Promise<any> {
    const { status, body } = await this.#node.ask('GET', path);
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  async post(by: Name, members: object): Promise<Answered> {
    if (this.isCustodial(by)) return await this.#ask('POST', '/v1/wanted', members, by);
    return await this.#sign(by, 'wanted.posted', { priority: 2, effort: 'medium', ...members });
  }

  /** Acts on an item; a signing rig decides on the submission with the id that `completion` is. */
  async act(by: Name, act: Act, item: string, told: Told, completion: string | undefined): Promise<Answered> {
    const changes = told.changes === undefined ? {} : this.#withIds(told.changes);
    const made = act === 'work.submitted' ? { evidence } : {};
    if (!this.isCustodial(by)) {
      const about = isDecision(act) ? { completion: completion ?? `c-${'0'.repeat(40)}` } : { item };
      return await this.#sign(by, act, { ...about, ...changes, ...made });
    }
    if (act === 'wanted.updated') return await this.#ask('PATCH', `/v1/wanted/${item}`, changes, by);
    return await this.#ask('POST', `/v1/wanted/${item}/${verbs[act]}`, made, by);
  }

  /** Sends the last signed act that was logged once more, as a client does whose answer was lost, and gives the status of
   * the answer; undefined when there was none. */
  async again(): Promise<number | undefined> {
    if (this.#logged === undefined) return undefined;
    return (await this.#node.ask('POST', '/v1/events', { events: [this.#logged] })).status;
  }

  #person(name: Name): Person {
    const person = this.#people.get(name);
    if (person === undefined) throw new Error(`nobody is called ${name}`);
    return person;
  }

  #withIds({ reviewers, ...changes }: Changes): object {
    return { ...changes, ...(reviewers === undefined ? {} : { reviewers: reviewers.map((name) => this.id(name)) }) };
  }

  async #ask(method: string, path: string, body: object, by: Name): Promise<Answered> {
    const member = { id: '', handle: by, token: this.#person(by).token ?? '' };
    const answer = await this.#node.ask(method, path, body, member);
    const { item, completion } = answer.body;
    return { ...answer, item, made: completion ?? item?.id };
  }

  async #sign(by: Name, type: string, body: object): Promise<Answered> {
    const { id, key } = this.#person(by);
    if (key === undefined) throw new Error(`${by} has no key`);
    const iat = Math.floor(this.#now() / 1000);
    const event = { iss: id, aud: this.#node.id, iat, jti: newJti(), type, body };
    const token = signToken(typs.event, event, key);
    const answer = await this.#node.ask('POST', '/v1/events', { events: [token] });
    if (answer.status === 201) this.#logged = token;
    const [result] = answer.body.results ?? [];
    const prefix = type === 'wanted.posted' ? 'w-' : type === 'work.submitted' ? 'c-' : undefined;
    const made = prefix === undefined ? undefined : `${prefix}${String(result?.hash).slice(0, 40)}`;
    return { ...answer, item: result?.item, made };
  }
}
