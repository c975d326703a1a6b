import type { TSchema } from 'typebox';
import { Account, AccountsAnswer, StatementAnswer } from './account.ts';
import { LinkAnswer, TakenBack, Vouch, VouchAnswer, VouchPage } from './acts.ts';
import { Block, BlockPage } from './block.ts';
import { Comment, CommentAnswer, CommentPage } from './comment.ts';
import { Completion, CompletionPage } from './completion.ts';
import { Equivocation } from './equivocation.ts';
import { ExplainedPart, ExplainedStamp, Explanation } from './explanation.ts';
import { EventReceipt, EventResults, LoggedResult, QueuedResult, RefusedResult } from './event.ts';
import { GateAnswer, RigTier, TierChange, TierChangePage } from './gate.ts';
import { Happening, HappeningItem } from './happening.ts';
import { Claim, Item, ItemPage } from './item.ts';
import { AcceptAnswer, AcceptQueued, HistoryEntry, HistoryPage, ItemAnswer, ItemDetail, Related } from './lifecycle.ts';
import { ConsistencyProof, Entry, EntryPage, InclusionProof, LogHead, LogPage } from './log.ts';
import { Digest, Health, NodeDocument } from './node.ts';
import { NodeKeyAnswer } from './node-key.ts';
import { Leader, Leaderboard } from './leaderboard.ts';
import { OutboxEntry, OutboxPage, Queued } from './outbox.ts';
import { Peer, PeersAnswer, SyncPage } from './peer.ts';
import { Problem } from './problem.ts';
import { Who } from './references.ts';
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
} from './rig.ts';
import { GrowthPoint, HomeShare, ReputationValues, SkillReputation } from './reputation.ts';
import { Root, RootPage } from './root.ts';
import { AuditAnswer, RigSignals, Signal } from './signal.ts';
import { PeerViews, ViewAnswer } from './view.ts';
import { Stamp, StampAnswer, StampPage } from './stamp.ts';
import { SyncReport } from './sync-report.ts';
import { NewToken, Token, TokenPage } from './token.ts';
import { Claimer, ClaimersAnswer, Reviewer, ReviewersAnswer } from './suggestion.ts';
import { VouchList, VouchListAnswer } from './vouch-list.ts';
import { Delivery, DeliveryPage, NewWebhook, Webhook, WebhookPage } from './webhook.ts';

/** Every schema that others name: `components.schemas` of the OpenAPI document. */
export const components: readonly TSchema[] = [
  Account,
  AccountsAnswer,
  StatementAnswer,
  Problem,
  Who,
  RigTier,
  VouchList,
  VouchListAnswer,
  Reviewer,
  ReviewersAnswer,
  Claimer,
  ClaimersAnswer,
  TierChange,
  TierChangePage,
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
  ReputationValues,
  SkillReputation,
  GrowthPoint,
  HomeShare,
  ExplainedPart,
  ExplainedStamp,
  Explanation,
  Leader,
  Leaderboard,
  Root,
  RootPage,
  Signal,
  RigSignals,
  AuditAnswer,
  ViewAnswer,
  PeerViews,
  OutboxEntry,
  OutboxPage,
  Queued,
  EventReceipt,
  LoggedResult,
  RefusedResult,
  QueuedResult,
  EventResults,
  HappeningItem,
  Happening,
  Entry,
  EntryPage,
  LogHead,
  LogPage,
  InclusionProof,
  ConsistencyProof,
  NodeDocument,
  NodeKeyAnswer,
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
  Webhook,
  WebhookPage,
  NewWebhook,
  Delivery,
  DeliveryPage,
];
