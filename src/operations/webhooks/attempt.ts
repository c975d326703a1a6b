import { Webhook } from 'standardwebhooks';
import type { Clock } from '../../clock.ts';
import type { DeliveryRow } from '../../private/deliveries.ts';
import type { WebhookRow } from '../../private/webhooks.ts';
import type { Happenings } from '../happenings/happenings.ts';
import { time } from '../views/present.ts';

/** Sends a body and gives the status, or why there is none. */
export type Post = (letter: {
  url: string;
  body: string;
  headers: Record<string, string>;
  signal: AbortSignal;
}) => Promise<{ status: number } | { error: string }>;

/** What came of one try. */
export interface Attempt {
  delivered: boolean;
  /** Nothing will come of another one. */
  final: boolean;
  status: number | null;
  error: string | null;
}

interface AttemptParts {
  happenings: Happenings;
  post: Post;
  clock: Clock;
  signal: AbortSignal;
}

/** Tries one delivery, signed as Standard Webhooks asks (version 1.0.0, "Signature scheme"). */
export async function attempt(
  { happenings, post, clock, signal }: AttemptParts,
  { id, url }: WebhookRow,
  secret: string,
  row: DeliveryRow,
): Promise<Attempt> {
  const now = clock.now();
  const body = row.place === null ? pingOf(id, now) : happenings.read(row.place - 1, 1).told[0]?.json;
  if (body === undefined) {
    return { delivered: false, final: true, status: null, error: 'this node holds nothing of the happening any more' };
  }
  const signed = new Date(now);
  const headers = {
    'webhook-id': row.id,
    'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': new Webhook(secret).sign(row.id, signed, body),
  };
  const answer = await post({ url, body, headers, signal });
  if ('error' in answer) return { delivered: false, final: false, status: null, error: answer.error.slice(0, 500) };
  const { status } = answer;
  const delivered = status >= 200 && status < 300;
  return { delivered, final: false, status, error: delivered ? null : `the endpoint answered ${status}` };
}

function pingOf(webhook: string, now: number): string {
  return JSON.stringify({ type: 'ping', at: time(now), webhook });
}
