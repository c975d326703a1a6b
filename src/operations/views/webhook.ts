import type { DeliveryRow } from '../../private/deliveries.ts';
import type { WebhookRow } from '../../private/webhooks.ts';
import type { Delivery, NewWebhook, Webhook } from '../../wire/api/webhook.ts';
import { idAt } from '../happenings/happening-id.ts';
import type { Services } from '../ports.ts';
import { namesOf } from './names.ts';
import { present, time, timeOrNull } from './present.ts';

/** A webhook as its owner sees it. */
export function webhookView(services: Services, row: WebhookRow): Webhook {
  const { state, reason, failing_since: since, succeeded_at: at } = row;
  return {
    ...newWebhookView(services, row),
    state,
    waiting: services.private.deliveries.waiting(row.id),
    ...present({ reason, failing_since: timeOrNull(since), succeeded_at: timeOrNull(at) }),
  };
}

/** The same as it was made, but for its secret. */
export function newWebhookView(services: Services, row: WebhookRow): Omit<NewWebhook, 'secret'> {
  const { id, url, name, filter, created_at: at } = row;
  const names = namesOf(services);
  return {
    id,
    url,
    created_at: time(at),
    ...present({
      rig: row.rig === null ? null : names(row.rig),
      name,
      item: filter.item,
      of: filter.rig === undefined ? null : names(filter.rig),
      project: filter.project,
      types: filter.types,
    }),
  };
}

/** One delivery as the webhook's owner sees it. */
export function deliveryView({ happenings }: Services, row: DeliveryRow): Delivery {
  const { id, webhook, type, state, attempts, place, status, error } = row;
  const happening = place === null ? null : idAt(happenings.source, place);
  return {
    id,
    webhook,
    type,
    state,
    attempts,
    created_at: time(row.created_at),
    ...present({
      happening: happening === '0' ? null : happening,
      next_at: state === 'waiting' ? time(row.next_at) : null,
      ended_at: timeOrNull(row.ended_at),
      status,
      error,
    }),
  };
}
