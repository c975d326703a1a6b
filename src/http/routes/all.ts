import type { Route } from '../app.ts';
import { operatorDoor, rigDoor } from '../webhook-doors.ts';
import type { WebhookRoute } from '../webhook-doors.ts';
import { livez } from './livez.ts';
import { readyz } from './readyz.ts';
import { addOneBlock } from './v1/admin/blocks/add.ts';
import { listAllBlocks } from './v1/admin/blocks/list.ts';
import { removeOneBlock } from './v1/admin/blocks/remove.ts';
import { audit } from './v1/admin/audit/show.ts';
import { addOnePeer } from './v1/admin/peers/add.ts';
import { changeOnePeer } from './v1/admin/peers/change.ts';
import { peers } from './v1/admin/peers/list.ts';
import { removeOnePeer } from './v1/admin/peers/remove.ts';
import { syncOnePeer } from './v1/admin/peers/sync.ts';
import { syncs } from './v1/admin/peers/syncs.ts';
import { addOneRoot } from './v1/admin/roots/add.ts';
import { listAllRoots } from './v1/admin/roots/list.ts';
import { removeOneRoot } from './v1/admin/roots/remove.ts';
import { replaceKeyOfNode } from './v1/admin/key/replace.ts';
import { tokensOfRig } from './v1/admin/tokens/list.ts';
import { makeTokenOfRig } from './v1/admin/tokens/make.ts';
import { revokeTokenOfRig } from './v1/admin/tokens/revoke.ts';
import { vouchList } from './v1/admin/vouch-list/show.ts';
import { takeVouchList } from './v1/admin/vouch-list/take.ts';
import { vouchWithNodeKey } from './v1/admin/vouches/give.ts';
import { withdrawNodeVouch } from './v1/admin/vouches/withdraw.ts';
import { listComments } from './v1/comments/list.ts';
import { comment } from './v1/comments/post.ts';
import { showOneComment } from './v1/comments/show.ts';
import { withdrawOwnComment } from './v1/comments/withdraw.ts';
import { listCompletions } from './v1/completions/list.ts';
import { completion } from './v1/completions/show.ts';
import { digest } from './v1/digest/show.ts';
import { submitSigned } from './v1/events/submit.ts';
import { gate } from './v1/gate/ask.ts';
import { leaderboard } from './v1/leaderboard/show.ts';
import { link } from './v1/links/post.ts';
import { equivocation } from './v1/logs/equivocation.ts';
import { logEntries } from './v1/logs/entries.ts';
import { logEvents } from './v1/logs/events.ts';
import { listLogs } from './v1/logs/list.ts';
import { proof } from './v1/logs/proof.ts';
import { pictureOfNode } from './v1/node/card.ts';
import { node } from './v1/node/show.ts';
import { queuedActs } from './v1/outbox/list.ts';
import { outbox } from './v1/outbox/show.ts';
import { checkAccountsOf } from './v1/rigs/accounts/check.ts';
import { signStatementOf } from './v1/rigs/accounts/statement.ts';
import { changeProfile } from './v1/rigs/change.ts';
import { closeProfile } from './v1/rigs/close.ts';
import { completions } from './v1/rigs/completions.ts';
import { explain } from './v1/rigs/explain.ts';
import { identity } from './v1/rigs/identity.ts';
import { links } from './v1/rigs/links.ts';
import { listRigs } from './v1/rigs/list.ts';
import { register } from './v1/rigs/register.ts';
import { reputation } from './v1/rigs/reputation.ts';
import { badge } from './v1/rigs/badge.ts';
import { pictureOfRig } from './v1/rigs/card-png.ts';
import { cardOfRig } from './v1/rigs/card-svg.ts';
import { qr } from './v1/rigs/qr.ts';
import { showProfile } from './v1/rigs/show.ts';
import { signals } from './v1/rigs/signals.ts';
import { stamps } from './v1/rigs/stamps.ts';
import { tiers } from './v1/rigs/tiers.ts';
import { view } from './v1/rigs/view.ts';
import { views } from './v1/rigs/views.ts';
import { vouches } from './v1/rigs/vouches.ts';
import { issue } from './v1/stamps/issue.ts';
import { listStamps } from './v1/stamps/list.ts';
import { revoke } from './v1/stamps/revoke.ts';
import { showOneStamp } from './v1/stamps/show.ts';
import { readStream } from './v1/stream/read.ts';
import { tokens } from './v1/tokens/list.ts';
import { makeOneToken } from './v1/tokens/make.ts';
import { revokeOneToken } from './v1/tokens/revoke.ts';
import { vouch } from './v1/vouches/give.ts';
import { withdrawOwnVouch } from './v1/vouches/withdraw.ts';
import { accept } from './v1/wanted/accept.ts';
import { pictureOfItem } from './v1/wanted/card.ts';
import { claim } from './v1/wanted/claim.ts';
import { edit } from './v1/wanted/edit.ts';
import { history } from './v1/wanted/history.ts';
import { listWanted } from './v1/wanted/list.ts';
import { post } from './v1/wanted/post.ts';
import { progress } from './v1/wanted/progress.ts';
import { reject } from './v1/wanted/reject.ts';
import { release } from './v1/wanted/release.ts';
import { claimers } from './v1/wanted/claimers.ts';
import { reviewers } from './v1/wanted/reviewers.ts';
import { showWanted } from './v1/wanted/show.ts';
import { submit } from './v1/wanted/submit.ts';
import { withdraw } from './v1/wanted/withdraw.ts';
import { addWebhooks } from './v1/webhooks/add.ts';
import { changeWebhooks } from './v1/webhooks/change.ts';
import { webhookDeliveries } from './v1/webhooks/deliveries.ts';
import { listAllWebhooks } from './v1/webhooks/list.ts';
import { pingWebhooks } from './v1/webhooks/ping.ts';
import { redeliverAgain } from './v1/webhooks/redeliver.ts';
import { removeWebhooks } from './v1/webhooks/remove.ts';
import { showWebhooks } from './v1/webhooks/show.ts';
import { feedOfBoard } from './feeds/board.ts';
import { feedOfRig } from './feeds/rigs/show.ts';
import { wellKnown } from './well-known/wasteland.ts';

const webhookRoutes: readonly WebhookRoute[] = [
  listAllWebhooks,
  addWebhooks,
  showWebhooks,
  changeWebhooks,
  removeWebhooks,
  pingWebhooks,
  webhookDeliveries,
  redeliverAgain,
];

/** Every endpoint: one file each, at the path of its URL; what both doors of the webhooks have, at the rigs'. */
export const routes: readonly Route[] = [
  livez,
  readyz,
  audit,
  addOneBlock,
  listAllBlocks,
  removeOneBlock,
  addOnePeer,
  changeOnePeer,
  peers,
  removeOnePeer,
  syncOnePeer,
  syncs,
  addOneRoot,
  listAllRoots,
  removeOneRoot,
  replaceKeyOfNode,
  tokensOfRig,
  makeTokenOfRig,
  revokeTokenOfRig,
  vouchList,
  takeVouchList,
  vouchWithNodeKey,
  withdrawNodeVouch,
  listComments,
  comment,
  showOneComment,
  withdrawOwnComment,
  listCompletions,
  completion,
  digest,
  submitSigned,
  gate,
  leaderboard,
  link,
  equivocation,
  logEntries,
  logEvents,
  listLogs,
  proof,
  node,
  pictureOfNode,
  queuedActs,
  outbox,
  checkAccountsOf,
  signStatementOf,
  changeProfile,
  closeProfile,
  completions,
  identity,
  links,
  listRigs,
  register,
  reputation,
  explain,
  showProfile,
  signals,
  badge,
  cardOfRig,
  pictureOfRig,
  qr,
  view,
  views,
  stamps,
  tiers,
  vouches,
  issue,
  listStamps,
  revoke,
  showOneStamp,
  readStream,
  tokens,
  makeOneToken,
  revokeOneToken,
  vouch,
  withdrawOwnVouch,
  accept,
  claim,
  edit,
  history,
  listWanted,
  pictureOfItem,
  post,
  progress,
  reject,
  release,
  claimers,
  reviewers,
  showWanted,
  submit,
  withdraw,
  ...[operatorDoor, rigDoor].flatMap((door) => webhookRoutes.map((route) => route(door))),
  feedOfBoard,
  feedOfRig,
  wellKnown,
];
