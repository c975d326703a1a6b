import type { RequestOf } from '../../client/node-client.ts';
import type { Item } from '../../wire/api/item.ts';
import type { AcceptRequest, ProgressRequest, ReasonRequest, SubmitRequest } from '../../wire/api/lifecycle.ts';
import type { OutboxEntry } from '../../wire/api/outbox.ts';
import type { StampSaid } from '../../wire/api/stamp.ts';
import type { ExitCode } from '../terminal/exit-codes.ts';

export type Posting = RequestOf<'post', '/v1/wanted'>;

export type ItemChanges = RequestOf<'patch', '/v1/wanted/{id}'>;

/** What became of an act: the node's exact answer, and what people want to see of it. */
export interface Acted {
  answer: unknown;
  /** The item as it stands after the act, where the node knows. */
  item?: Item;
  /** Id of what the act made: an item, a submission, a stamp, a comment. */
  made?: string;
  /** When the claim made or renewed ends. */
  until?: string;
  /** The act waits for the answer of another node. */
  queued?: OutboxEntry;
  /** What was asked for besides and isn't done: a sentence that says so and what to do, and what the command ends with. */
  undone?: { why: string; exitCode: ExitCode };
}

/** Two ways to be someone: with a token, or with a key of one's own. Both can do the same. */
export interface Door {
  post(posting: Posting): Promise<Acted>;
  edit(item: string, changes: ItemChanges): Promise<Acted>;
  claim(item: string): Promise<Acted>;
  progress(item: string, said: ProgressRequest): Promise<Acted>;
  release(item: string, said: ReasonRequest): Promise<Acted>;
  withdraw(item: string, said: ReasonRequest): Promise<Acted>;
  submit(item: string, work: SubmitRequest): Promise<Acted>;
  /** Accepts the latest submission, and stamps it when asked to. */
  accept(item: string, said: AcceptRequest): Promise<Acted>;
  reject(item: string, said: ReasonRequest): Promise<Acted>;
  /** Stamps a submission for an item: the one that `completion` begins, else the latest. */
  stamp(item: string, completion: string | undefined, said: StampSaid): Promise<Acted>;
  /** Stamps a submission by its own id. */
  stampCompletion(completion: string, said: StampSaid): Promise<Acted>;
  revokeStamp(stamp: string, reason: string): Promise<Acted>;
  comment(about: string, text: string): Promise<Acted>;
  withdrawComment(comment: string): Promise<Acted>;
  vouch(rig: string, said: { note?: string }): Promise<Acted>;
  /** Takes back every vouch of this rig for that one. */
  withdrawVouch(rig: string): Promise<Acted>;
  link(other: string): Promise<Acted>;
}
