import type { TSchema } from 'typebox';
import { Account, AccountsAnswer, StatementAnswer } from '../wire/api/account.ts';
import { LinkAnswer, TakenBack, Vouch, VouchAnswer, VouchPage } from '../wire/api/acts.ts';
import { Block, BlockPage } from '../wire/api/block.ts';
import { Comment, CommentAnswer, CommentPage } from '../wire/api/comment.ts';
import { Completion, CompletionPage } from '../wire/api/completion.ts';
import { Equivocation } from '../wire/api/equivocation.ts';
import { EventReceipt, EventResults, LoggedResult, QueuedResult, RefusedResult } from '../wire/api/event.ts';
import { GateAnswer, RigTier } from '../wire/api/gate.ts';
import { Claim, Item, ItemPage } from '../wire/api/item.ts';
import {
  AcceptAnswer,
  AcceptQueued,
  HistoryEntry,
  HistoryPage,
  ItemAnswer,
  ItemDetail,
  Related,
} from '../wire/api/lifecycle.ts';
import { ConsistencyProof, Entry, EntryPage, InclusionProof, LogHead, LogPage } from '../wire/api/log.ts';
import { Digest, Health, NodeDocument } from '../wire/api/node.ts';
import { OutboxEntry, OutboxPage, Queued } from '../wire/api/outbox.ts';
import { Peer, PeersAnswer, SyncPage } from '../wire/api/peer.ts';
import { Problem } from '../wire/api/problem.ts';
import { Who } from '../wire/api/references.ts';
import {
  Evidence,
  Identity,
  Link,
  LinkPage,
  RegisterAnswer,
  Reputation,
  Rig,
  RigAnswer,
  RigPage,
  RigSummary,
} from '../wire/api/rig.ts';
import { Root, RootPage } from '../wire/api/root.ts';
import { AuditAnswer, RigSignals, Signal } from '../wire/api/signal.ts';
import { Stamp, StampAnswer, StampPage } from '../wire/api/stamp.ts';
import { SyncReport } from '../wire/api/sync-report.ts';
import { NewToken, Token, TokenPage } from '../wire/api/token.ts';

/** Every schema that others name: `components.schemas` of the OpenAPI document. */
export const components: readonly TSchema[] = [
  Account,
  AccountsAnswer,
  StatementAnswer,
  Problem,
  Who,
  RigTier,
  GateAnswer,
  Block,
  BlockPage,
  Item,
  ItemPage,
  Related,
  Claim,
  HistoryEntry,
  HistoryPage,
  ItemDetail,
  ItemAnswer,
  AcceptAnswer,
  AcceptQueued,
  Completion,
  CompletionPage,
  Stamp,
  StampPage,
  StampAnswer,
  Comment,
  CommentPage,
  CommentAnswer,
  Vouch,
  VouchPage,
  VouchAnswer,
  Link,
  LinkPage,
  LinkAnswer,
  TakenBack,
  Evidence,
  RigSummary,
  RigPage,
  Rig,
  RigAnswer,
  RegisterAnswer,
  Identity,
  Reputation,
  Root,
  RootPage,
  Signal,
  RigSignals,
  AuditAnswer,
  OutboxEntry,
  OutboxPage,
  Queued,
  EventReceipt,
  LoggedResult,
  RefusedResult,
  QueuedResult,
  EventResults,
  Entry,
  EntryPage,
  LogHead,
  LogPage,
  InclusionProof,
  ConsistencyProof,
  NodeDocument,
  Digest,
  Health,
  Equivocation,
  Peer,
  PeersAnswer,
  SyncReport,
  SyncPage,
  Token,
  TokenPage,
  NewToken,
];
