import { randomBytes } from 'node:crypto';
import { WastelandError } from '../../errors.ts';
import { newJti } from '../../private/tokens.ts';
import type { WebhookRow } from '../../private/webhooks.ts';
import type { CursorValue } from '../../readmodel/cursor.ts';
import type {
  ChangeWebhookRequest,
  NewWebhook,
  Webhook,
  WebhookPage,
  WebhookRequest,
  WebhooksQuery,
} from '../../wire/api/webhook.ts';
import { filterOf } from '../happenings/filter.ts';
import type { KeptTokens } from '../acting.ts';
import { pageOfAll } from '../page-of-all.ts';
import type { Services } from '../ports.ts';
import { newWebhookView, webhookView } from '../views/webhook.ts';

/** Whose webhooks: those of a rig, or, for the operator, the node's own and everybody's. */
export type Owner = { rig: string } | 'operator';

/** A made webhook but for its secret, which is added to the answer and kept in none. */
export type MadeWebhook = Omit<NewWebhook, 'secret'>;

/** Of one rig, and of the node; each is told everything. */
const mostOfRig = 10;
const mostOfNode = 50;
/** Of all rigs together. */
const mostInAll = 1_000;
const secretBytes = 32;

/** One page of the webhooks that the owner may see. */
export function listWebhooks(services: Services, owner: Owner, query: WebhooksQuery): WebhookPage {
  const rows = services.private.webhooks.list(owner === 'operator' ? undefined : owner.rig);
  const keyOf = (row: WebhookRow): CursorValue[] => [row.created_at, row.id];
  const page = pageOfAll({ name: 'created', rows, keyOf, types: ['number', 'string'] }, query);
  return { items: page.items.map((row) => webhookView(services, row)), next_cursor: page.next_cursor };
}

/** Tells an endpoint what happens from now on; a retry finds the one that was made. `url_not_allowed`, `rate_limited`. */
export async function addWebhook(
  services: Services,
  owner: Owner,
  request: WebhookRequest,
  kept?: KeptTokens,
): Promise<MadeWebhook> {
  const { webhooks } = services.private;
  const [id = `wh_${newJti()}`] = kept?.tokens ?? [];
  const made = webhooks.get(id);
  if (made !== undefined) return newWebhookView(services, made);
  const { url, name = null, secret = newSecret(), ...typed } = request;
  const filter = filterOf(services, typed);
  await services.webhooks.checkUrl(url);
  const rig = owner === 'operator' ? null : owner.rig;
  checkRoom(services, rig);
  kept?.keep([id]);
  const row = { id, rig, url, name, filter, secret, place: services.happenings.now() };
  return newWebhookView(services, await webhooks.add(row));
}

/** A made webhook with its secret. */
export async function secretOf(services: Services, made: MadeWebhook): Promise<NewWebhook> {
  findWebhook(services, 'operator', made.id);
  return { ...made, secret: await services.private.webhooks.secret(made.id) };
}

/** Pauses one or lets it go on, from where it stopped; a dead one gets another day. */
export function changeWebhook(services: Services, owner: Owner, id: string, change: ChangeWebhookRequest): Webhook {
  findWebhook(services, owner, id);
  const fresh = { failures: 0, failing_since: null, next_at: 0, reason: null };
  services.private.webhooks.change(id, change.paused ? { state: 'paused' } : { state: 'active', ...fresh });
  services.webhooks.wake();
  return showWebhook(services, owner, id);
}

/** One webhook. */
export function showWebhook(services: Services, owner: Owner, id: string): Webhook {
  return webhookView(services, findWebhook(services, owner, id));
}

/** Tells an endpoint nothing more, and forgets what waits for it. */
export function removeWebhook(services: Services, owner: Owner, id: string): void {
  findWebhook(services, owner, id);
  services.private.webhooks.remove(id);
}

/** The webhook with this id, where the owner may see it; `not_found`. */
export function findWebhook(services: Services, owner: Owner, id: string): WebhookRow {
  const row = services.private.webhooks.get(id);
  if (row === undefined || (owner !== 'operator' && row.rig !== owner.rig)) {
    throw new WastelandError('not_found', 'no webhook has this id');
  }
  return row;
}

function checkRoom({ private: { webhooks } }: Services, rig: string | null): void {
  const most = rig === null ? mostOfNode : mostOfRig;
  if (webhooks.list(rig).length >= most) {
    throw new WastelandError('rate_limited', `at most ${most} webhooks: remove some first`);
  }
  if (rig !== null && webhooks.list().length >= mostInAll) {
    throw new WastelandError('rate_limited', 'this node takes no more webhooks');
  }
}

/** As Standard Webhooks writes it. */
function newSecret(): string {
  return `whsec_${randomBytes(secretBytes).toString('base64')}`;
}
