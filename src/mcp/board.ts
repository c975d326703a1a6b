import type { CommentRequest } from '../wire/api/comment.ts';
import type { BoardQuery, ItemPage, PostRequest } from '../wire/api/item.ts';
import type {
  AcceptRequest,
  ItemDetail,
  ProgressRequest,
  ReasonRequest,
  SubmitRequest,
} from '../wire/api/lifecycle.ts';
import type { LogHead } from '../wire/api/log.ts';
import type { NodeDocument } from '../wire/api/node.ts';
import type { OutboxEntry } from '../wire/api/outbox.ts';
import type { Reputation, Rig } from '../wire/api/rig.ts';
import type { StampRequest } from '../wire/api/stamp.ts';
import type { Acted, Whoami } from '../wire/api/tools.ts';
import type { Scope } from '../wire/scopes.ts';

/** A call that makes one act however often it comes: its key, and a hash of all that it asks for. */
export interface Keyed {
  key: string;
  request: string;
}

/**
 * What tools need of a node, for one bearer: this process's own node, or another that is asked over HTTP. References are as
 * people write them; what is refused is thrown.
 */
export interface Board {
  browse(query: BoardQuery): Promise<ItemPage>;
  item(reference: string): Promise<ItemDetail>;
  rig(reference: string): Promise<Rig>;
  reputation(reference: string): Promise<Reputation>;
  node(): Promise<NodeDocument>;
  logs(): Promise<LogHead[]>;
  /** The bearer's acts that wait for other nodes; undefined where nobody is known here by a token. */
  waiting(): Promise<OutboxEntry[] | undefined>;
  /** Who the bearer is; `unauthorized` for nobody. */
  self(): Promise<Whoami>;
  /** Those of the bearer's acts that any one of these sets of scopes allows; `unauthorized`, `forbidden`. */
  actor(scopes: readonly Scope[][], keyed?: Keyed): Actor;
}

/** Somebody who acts. */
export interface Actor {
  post(posting: PostRequest): Promise<Acted>;
  claim(item: string): Promise<Acted>;
  progress(item: string, said: ProgressRequest): Promise<Acted>;
  release(item: string, said: ReasonRequest): Promise<Acted>;
  submit(item: string, work: SubmitRequest): Promise<Acted>;
  accept(item: string, said: AcceptRequest): Promise<Acted>;
  reject(item: string, said: ReasonRequest): Promise<Acted>;
  stamp(said: StampRequest): Promise<Acted>;
  comment(said: CommentRequest): Promise<Acted>;
}
