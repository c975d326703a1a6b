import { WastelandError } from '../../errors.ts';
import { newJti } from '../../private/tokens.ts';
import { pageOf, readCursor, writeCursor } from '../../readmodel/cursor.ts';
import type { DeliveriesQuery, Delivery, DeliveryPage } from '../../wire/api/webhook.ts';
import type { Services } from '../ports.ts';
import { present } from '../views/present.ts';
import { deliveryView } from '../views/webhook.ts';
import { findWebhook } from './manage-webhooks.ts';
import type { Owner } from './manage-webhooks.ts';

/** One page of what a webhook was and is to be told, newest first unless asked otherwise. */
export function listDeliveries(services: Services, owner: Owner, id: string, query: DeliveriesQuery): DeliveryPage {
  findWebhook(services, owner, id);
  const { sort = '-created', limit = 50, cursor, state } = query;
  const name = `deliveries ${sort}`;
  const after = cursor === undefined ? undefined : Number(readCursor(cursor, name, ['number'])[0]);
  const part = { rising: sort === 'created', ...present({ after, state }) };
  const rows = services.private.deliveries.list(id, limit + 1, part);
  const page = pageOf(rows, limit, (last) => writeCursor(name, [last.no]));
  return { items: page.items.map((row) => deliveryView(services, row)), next_cursor: page.next_cursor };
}

/** Sends one again, whatever became of it, under the id that it had. */
export function redeliver(services: Services, owner: Owner, id: string, delivery: string): Delivery {
  findWebhook(services, owner, id);
  const { deliveries, webhooks } = services.private;
  const row = deliveries.get(id, delivery);
  if (row === undefined) throw new WastelandError('not_found', 'no delivery of this webhook has this id');
  deliveries.again(row);
  // Who asks for it has reasons to believe that the endpoint is well.
  webhooks.change(id, { next_at: 0 });
  services.webhooks.wake();
  return deliveryView(services, deliveries.get(id, delivery) ?? row);
}

/** Sends a test, whose type is `ping`. */
export function pingWebhook(services: Services, owner: Owner, id: string): Delivery {
  findWebhook(services, owner, id);
  const { deliveries, webhooks } = services.private;
  if (deliveries.waiting(id) >= mostWaiting) throw new WastelandError('rate_limited', 'too much waits for it already');
  const row = deliveries.test(id, `msg_${newJti()}`);
  webhooks.change(id, { next_at: 0 });
  services.webhooks.wake();
  return deliveryView(services, row);
}

const mostWaiting = 1_100;
