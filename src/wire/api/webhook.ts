import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, Text } from '../encodings.ts';
import { happeningFilter } from './happening.ts';
import { named, pageOf, pagingBy, Time } from './named.ts';
import { Who } from './references.ts';

const webhookStates = ['active', 'paused', 'dead'] as const;
const deliveryStates = ['waiting', 'delivered', 'failed'] as const;

const details = {
  id: Type.String(),
  rig: Type.Optional(named(Who)),
  url: Type.String(),
  name: Type.Optional(Type.String()),
  item: Type.Optional(Type.String()),
  of: Type.Optional(named(Who)),
  project: Type.Optional(Type.String()),
  types: Type.Optional(Type.Array(Type.String())),
  created_at: Time,
};

/** An endpoint that is told what happens. */
export const Webhook = Type.Object(
  {
    ...details,
    state: Type.Enum([...webhookStates], { type: 'string', description: 'dead: it failed for a day, and was paused' }),
    reason: Type.Optional(Type.String({ description: 'why it is dead' })),
    waiting: Type.Integer({ description: 'deliveries that wait' }),
    failing_since: Type.Optional(Time),
    succeeded_at: Type.Optional(Time),
  },
  { $id: 'Webhook' },
);
export type Webhook = Static<typeof Webhook>;

/** A webhook with the secret that signs its deliveries, which is shown this once. */
export const NewWebhook = Type.Object({ ...details, secret: Type.String() }, { $id: 'NewWebhook' });
export type NewWebhook = Static<typeof NewWebhook>;

export const WebhookPage = pageOf(Webhook, 'WebhookPage');
export type WebhookPage = Static<typeof WebhookPage>;

export const WebhooksQuery = Type.Object(pagingBy('created', 'created'), closed);
export type WebhooksQuery = Static<typeof WebhooksQuery>;

export const WebhookRequest = Type.Object(
  {
    url: Type.String({ minLength: 1, maxLength: 2000, pattern: '^https?://' }),
    name: Type.Optional(Text(100, 1)),
    ...happeningFilter,
    secret: Type.Optional(
      Type.String({
        pattern: '^whsec_[A-Za-z0-9+/]{32,86}={0,2}$',
        description: 'whsec_ and 24 to 64 bytes in base64; without it the node makes one',
      }),
    ),
  },
  closed,
);
export type WebhookRequest = Static<typeof WebhookRequest>;

export const ChangeWebhookRequest = Type.Object({ paused: Type.Boolean() }, closed);
export type ChangeWebhookRequest = Static<typeof ChangeWebhookRequest>;

/** One happening on its way to one webhook; `id` is the `webhook-id` of every attempt. */
export const Delivery = Type.Object(
  {
    id: Type.String(),
    webhook: Type.String(),
    happening: Type.Optional(
      Type.String({ description: 'absent for a test, and where nothing is held of it any more' }),
    ),
    type: Type.String(),
    state: Type.Enum([...deliveryStates], { type: 'string' }),
    attempts: Type.Integer(),
    created_at: Time,
    next_at: Type.Optional(Time),
    ended_at: Type.Optional(Time),
    status: Type.Optional(Type.Integer({ description: 'what the endpoint answered last' })),
    error: Type.Optional(Type.String()),
  },
  { $id: 'Delivery' },
);
export type Delivery = Static<typeof Delivery>;

export const DeliveryPage = pageOf(Delivery, 'DeliveryPage');
export type DeliveryPage = Static<typeof DeliveryPage>;

export const DeliveriesQuery = Type.Object(
  { state: Type.Optional(Type.Enum([...deliveryStates], { type: 'string' })), ...pagingBy('created', '-created') },
  closed,
);
export type DeliveriesQuery = Static<typeof DeliveriesQuery>;
