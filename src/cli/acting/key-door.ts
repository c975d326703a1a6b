import type { NodeClient } from '../../client/node-client.ts';
import type { ActAnswer, SigningClient } from '../../client/signing-client.ts';
import { WastelandError } from '../../errors.ts';
import type { Completion } from '../../wire/api/completion.ts';
import type {
  AcceptRequest,
  ItemDetail,
  ProgressRequest,
  ReasonRequest,
  SubmitRequest,
} from '../../wire/api/lifecycle.ts';
import type { StampSaid } from '../../wire/api/stamp.ts';
import type { Bodies, EventType } from '../../wire/event.ts';
import { madeId } from '../../wire/made-id.ts';
import type { Acted, Door, ItemChanges, Posting } from './door.ts';
import { aboutId, commentId, rigId, stampId, vouchIds, withFullIds } from './full-ids.ts';
import { stampAccepted } from './stamp-accepted.ts';
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
    const body = { priority: 2, effort: 'medium' as const, ...(await withFullIds(this.#node, posting)) };
    return acted('wanted.posted', await this.#signing.actAt(home, 'wanted.posted', body));
  }

  async edit(item: string, changes: ItemChanges): Promise<Acted> {
    const full = await withFullIds(this.#node, changes);
    return await this.#onItem('wanted.updated', item, (detail) => ({ ...idOf(detail), ...full }));
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
    const accepted = acted('work.accepted', await this.#signing.actAt(detail.item.home, 'work.accepted', body));
    return stamp === undefined
      ? accepted
      : await stampAccepted(accepted, submission, () => this.#stampSubmission(submission, stamp));
  }

  async stamp(item: string, completion: string | undefined, said: StampSaid): Promise<Acted> {
    return await this.#stampSubmission(submissionOf(await this.#signing.item(item), completion), said);
  }

  async stampCompletion(completion: string, said: StampSaid): Promise<Acted> {
    const init = { params: { path: { id: completion } } };
    return await this.#stampSubmission(await this.#node.get('/v1/completions/{id}', init), said);
  }

  async comment(about: string, text: string): Promise<Acted> {
    const body = { about: await aboutId(this.#node, about), text };
    return acted('comment.posted', await this.#signing.actAtHome('comment.posted', body));
  }

  async revokeStamp(stamp: string, reason: string): Promise<Acted> {
    const body = { stamp: await stampId(this.#node, stamp), reason };
    return acted('stamp.revoked', await this.#signing.actAtHome('stamp.revoked', body));
  }

  async withdrawComment(comment: string): Promise<Acted> {
    const body = { comment: await commentId(this.#node, comment) };
    return acted('comment.withdrawn', await this.#signing.actAtHome('comment.withdrawn', body));
  }

  async vouch(rig: string, said: { note?: string }): Promise<Acted> {
    const body = { subject: await rigId(this.#node, rig), ...said };
    return acted('vouch.given', await this.#signing.actAtHome('vouch.given', body));
  }

  async withdrawVouch(rig: string): Promise<Acted> {
    const subject = await rigId(this.#node, rig);
    const vouches = await vouchIds(this.#node, this.#signing.rig.id, subject);
    const answers: Acted[] = [];
    for (const vouch of vouches) {
      answers.push(acted('vouch.withdrawn', await this.#signing.actAtHome('vouch.withdrawn', { vouch })));
    }
    const [only, ...others] = answers;
    if (only === undefined) throw new WastelandError('not_found', 'no vouch of yours for that rig stands');
    return others.length === 0 ? only : { ...only, answer: { items: answers.map(({ answer }) => answer) } };
  }

  async link(other: string): Promise<Acted> {
    const body: Bodies['rig.linked'] = { other: await rigId(this.#node, other), relation: 'same_owner' };
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
}

/** The acts after which a lease runs anew, and is the actor's. */
const leasing: ReadonlySet<EventType> = new Set(['wanted.claimed', 'work.progressed']);

function acted(type: EventType, { answer, result }: ActAnswer): Acted {
  if ('outbox' in result) return { answer, queued: result.outbox };
  const made = madeId(type, result.hash);
  const until = leasing.has(type) ? result.item?.claim?.until : undefined;
  return {
    answer,
    ...(result.item === undefined ? {} : { item: result.item }),
    ...(made === undefined ? {} : { made }),
    ...(until === undefined ? {} : { until }),
  };
}

function idOf({ item }: ItemDetail): { item: string } {
  return { item: item.id };
}
