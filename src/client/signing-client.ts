import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Bodies, EventType } from '../wire/event.ts';
import type { EventResults, ItemDetail, LoggedResult, QueuedResult, RefusedResult } from './api.ts';
import { ClientError, isProblem, refusal } from './client-error.ts';
import { signAct } from './local-rig.ts';
import type { LocalRig } from './local-rig.ts';
import type { NodeClient } from './node-client.ts';

/** What became of a signed act: the node's whole answer, and the part of it that is about the act. */
export interface ActAnswer {
  answer: EventResults;
  result: LoggedResult | QueuedResult;
}

/** Acts that were signed, by all that they say. */
export type SignedActs = Map<string, Promise<string>>;

/** The `jti` of an act by all that it says. With the same one in the same second it becomes the very same token, and a node logs it
 * once, whoever sends it how often. */
export type JtiOf = (says: string) => string;

/** A request takes no more. */
const mostTokens = 100;

/**
 * Acts of a rig with a key of its own. They go to one node, which logs what is for its log and passes on what is for
 * another's (design section 7).
 */
export class SigningClient {
  readonly rig: LocalRig;
  readonly #node: NodeClient;
  readonly #clock: Clock;
  readonly #signed: SignedActs | undefined;
  readonly #jtiOf: JtiOf | undefined;
  #nodeId: string | undefined;

  /** With `signed` what says the same as before is not signed anew but sent once more, and a node logs it once. */
  constructor(node: NodeClient, rig: LocalRig, clock: Clock = systemClock, signed?: SignedActs, jtiOf?: JtiOf) {
    this.rig = rig;
    this.#node = node;
    this.#clock = clock;
    this.#signed = signed;
    this.#jtiOf = jtiOf;
  }

  /** An item with all that stands around it, by its id or an unambiguous prefix: signed bodies need full ids. */
  async item(reference: string): Promise<ItemDetail> {
    return await this.#node.get('/v1/wanted/{id}', { params: { path: { id: reference } } });
  }

  /** An ordered act: for the log of the item's home. */
  async actAt<Type extends EventType>(home: string, type: Type, body: Bodies[Type]): Promise<ActAnswer> {
    return await this.#sendAct(home, type, body);
  }

  /** A set act: for the log of the rig's own home. */
  async actAtHome<Type extends EventType>(type: Type, body: Bodies[Type]): Promise<ActAnswer> {
    return await this.#sendAct(this.rig.home, type, body);
  }

  /** Brings the rig's documents to the node that is its home, or is to be it; of a long chain those that may be new there. */
  async publish(): Promise<ActAnswer> {
    return await this.#send(this.rig.documents.slice(-mostTokens));
  }

  async #sendAct<Type extends EventType>(aud: string, type: Type, body: Bodies[Type]): Promise<ActAnswer> {
    const act = await this.#sign(aud, type, body);
    this.#nodeId ??= (await this.#node.node()).id;
    // Its home knows the rig; to any other node it may be a visitor. What stands there already isn't logged again.
    const documents = this.#nodeId === this.rig.home ? [] : this.rig.documents;
    return await this.#send([...documents, act]);
  }

  #sign<Type extends EventType>(aud: string, type: Type, body: Bodies[Type]): Promise<string> {
    const says = JSON.stringify([aud, type, body]);
    const sign = (): Promise<string> =>
      signAct(this.rig, { type, body, aud, jti: this.#jtiOf?.(says) }, this.#clock.now());
    if (this.#signed === undefined) return sign();
    const act = this.#signed.get(says) ?? sign();
    this.#signed.set(says, act);
    return act;
  }

  /** Posts tokens of which the last is the act; a refusal of any is thrown. */
  async #send(tokens: string[]): Promise<ActAnswer> {
    const { status, body } = await this.#node.ask('post', '/v1/events', { body: { events: tokens } });
    if (isProblem(body)) throw refusal(body);
    const { results } = hasResults(body) ? body : { results: [] };
    const last = results.at(-1);
    if (!hasResults(body) || last === undefined || results.length !== tokens.length) {
      throw new ClientError('not_a_node', `${this.#node.url} answered ${status} without a result for each token`);
    }
    // When a document is refused, the act that needs it is too: the act's own problem says less.
    const refused = results.find(isRefused);
    if (refused !== undefined) throw refusal(refused.problem);
    return { answer: body, result: last as LoggedResult | QueuedResult };
  }
}

function hasResults(body: unknown): body is EventResults {
  return typeof body === 'object' && body !== null && 'results' in body && Array.isArray(body.results);
}

function isRefused(result: EventResults['results'][number]): result is RefusedResult {
  return 'problem' in result;
}
