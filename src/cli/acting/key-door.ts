import type { NodeClient } from '../../client/node-client.ts';
import type { ActAnswer, SigningClient } from '../../client/signing-client.ts';
import type { Completion } from '../../wire/api/completion.ts';
import type {
  AcceptRequest,
  ItemDetail,
  ProgressRequest,
  ReasonRequest,
  SubmitRequest,
} from '../../wire/api/lifecycle.ts';
import type { StampSaid } from '../../wire/api/stamp.ts';
import { madeId } from '../../wire/event.ts';
import type { Bodies, EventType } from '../../wire/event.ts';
import { UsageError } from '../terminal/exit-codes.ts';
import type { Acted, Door, Posting } from './door.ts';
import { submissionOf } from './submission.ts';

/** Acts of a rig with a key of its own: signed here, for the log where they belong, and posted to one node. */
export class KeyDoor implements Door {
  readonly #node: NodeClient;
  readonly #signing: SigningClient;

  constructor(node: NodeClient, signing: SigningClient) {
    this.#node = node;
    this.#signing = signing;
  }

  async post(posting: Posting): Promise<Acted> {
    const { id: home } = await this.#node.node();
    const body = { priority: 2, effort: 'medium' as const, ...(await this.#withFullIds(posting)) };
    return acted('wanted.posted', await this.#signing.actAt(home, 'wanted.posted', body));
  }

  async claim(item: string): Promise<Acted> {
    return await this.#onItem('wanted.claimed', item, idOf);
  }

  async progress(item: string, said: ProgressRequest): Promise<Acted> {
    return await this.#onItem('work.progressed', item, (detail) => ({ ...idOf(detail), ...said }));
  }

  async release(item: string, said: ReasonRequest): Promise<Acted> {
    return await this.#onItem('wanted.released', item, (detail) => ({ ...idOf(detail), ...said }));
  }

  async withdraw(item: string, said: ReasonRequest): Promise<Acted> {
    return await this.#onItem('wanted.withdrawn', item, (detail) => ({ ...idOf(detail), ...said }));
  }

  async submit(item: string, work: SubmitRequest): Promise<Acted> {
    return await this.#onItem('work.submitted', item, (detail) => ({ ...idOf(detail), ...work }));
  }

  async reject(item: string, said: ReasonRequest): Promise<Acted> {
    return await this.#onItem('work.rejected', item, (detail) => ({ completion: submissionOf(detail).id, ...said }));
  }

  async accept(item: string, { stamp, ...said }: AcceptRequest): Promise<Acted> {
    const detail = await this.#signing.item(item);
    const submission = submissionOf(detail);
    const body = { completion: submission.id, ...said };
    const outcome = acted('work.accepted', await this.#signing.actAt(detail.item.home, 'work.accepted', body));
    if (stamp === undefined || outcome.queued !== undefined) return outcome;
    const stamped = await this.#stampSubmission(submission, stamp);
    return { ...outcome, answer: { accept: outcome.answer, stamp: stamped.answer } };
  }

  async stamp(item: string, completion: string | undefined, said: StampSaid): Promise<Acted> {
    return await this.#stampSubmission(submissionOf(await this.#signing.item(item), completion), said);
  }

  async comment(about: string, text: string): Promise<Acted> {
    const id = /^[cs]-/.test(about) ? fullId(about) : (await this.#signing.item(about)).item.id;
    return acted('comment.posted', await this.#signing.actAtHome('comment.posted', { about: id, text }));
  }

  async link(other: string): Promise<Acted> {
    const body: Bodies['rig.linked'] = { other: await this.#rigId(other), relation: 'same_owner' };
    return acted('rig.linked', await this.#signing.actAtHome('rig.linked', body));
  }

  /** An act on an item, for its home's log; `bodyFor` writes it with the item's full id, or its submission's. */
  async #onItem<Type extends EventType>(
    type: Type,
    reference: string,
    bodyFor: (detail: ItemDetail) => Bodies[Type],
  ): Promise<Acted> {
    const detail = await this.#signing.item(reference);
    return acted(type, await this.#signing.actAt(detail.item.home, type, bodyFor(detail)));
  }

  async #stampSubmission(submission: Completion, said: StampSaid): Promise<Acted> {
    const body = {
      completion: submission.id,
      subject: submission.worker.id,
      severity: 'leaf' as const,
      ...said,
    };
    return acted('stamp.issued', await this.#signing.actAtHome('stamp.issued', body));
  }

  async #withFullIds(posting: Posting): Promise<Posting> {
    const { reviewers, parent, depends_on } = posting;
    return {
      ...posting,
      ...(reviewers === undefined ? {} : { reviewers: await inOrder(reviewers, (each) => this.#rigId(each)) }),
      ...(parent === undefined ? {} : { parent: await this.#itemId(parent) }),
      ...(depends_on === undefined ? {} : { depends_on: await inOrder(depends_on, (each) => this.#itemId(each)) }),
    };
  }

  async #itemId(reference: string): Promise<string> {
    return (await this.#signing.item(reference)).item.id;
  }

  async #rigId(reference: string): Promise<string> {
    return (await this.#node.get('/v1/rigs/{id}', { params: { path: { id: reference } } })).id;
  }
}

function acted(type: EventType, { answer, result }: ActAnswer): Acted {
  if ('outbox' in result) return { answer, queued: result.outbox };
  const made = madeId(type, result.hash);
  return {
    answer,
    ...(result.item === undefined ? {} : { item: result.item }),
    ...(made === undefined ? {} : { made }),
  };
}

function idOf({ item }: ItemDetail): { item: string } {
  return { item: item.id };
}

function fullId(id: string): string {
  if (/^[cs]-[0-9a-f]{40}$/.test(id)) return id;
  throw new UsageError(`${id}: a comment on a submission or a stamp that your own key signs needs the full id`);
}

async function inOrder(references: string[], resolve: (reference: string) => Promise<string>): Promise<string[]> {
  const ids: string[] = [];
  for (const reference of references) ids.push(await resolve(reference));
  return ids;
}
