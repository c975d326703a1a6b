import type { Item, PostRequest } from '../../wire/api/item.ts';
import type { OutboxEntry } from '../../wire/api/outbox.ts';
import type { StampSaid } from '../../wire/api/stamp.ts';

/** The acts on an item, as the command line and the REST paths call them. */
export const itemVerbs = ['claim', 'progress', 'release', 'submit', 'accept', 'reject', 'withdraw'] as const;
export type ItemVerb = (typeof itemVerbs)[number];

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
}

/** Two ways to be someone: with a token, or with a key of one's own. Both can do the same. */
export interface Door {
  post(posting: PostRequest): Promise<Acted>;
  /** `members` is the body of the REST call: without the item or the submission. */
  actOnItem(verb: ItemVerb, item: string, members: Record<string, unknown>): Promise<Acted>;
  /** Stamps a submission for an item: the one that `completion` begins, else the latest. */
  stamp(item: string, completion: string | undefined, said: StampSaid): Promise<Acted>;
  comment(about: string, text: string): Promise<Acted>;
  link(other: string): Promise<Acted>;
}
