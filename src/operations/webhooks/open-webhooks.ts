import { WastelandError } from '../../errors.ts';
import { AddressRefused, checkResolved } from '../../net/addresses.ts';
import type { AddressRules } from '../../net/addresses.ts';
import { GuardedClient, StreamBroken } from '../../net/guarded-client.ts';
import type { ClientLimits } from '../../net/guarded-client.ts';
import type { Post } from './attempt.ts';
import { defaultSenderLimits, WebhookSender } from './webhook-sender.ts';
import type { SenderLimits, SenderParts } from './webhook-sender.ts';

/** What tests turn. */
export interface WebhookOptions {
  limits?: Partial<SenderLimits>;
}

export interface OpenWebhooks {
  /** There may be something to send. */
  wake(): void;
  /** Throws `url_not_allowed` for a URL that this node may not ask. */
  checkUrl(url: string): Promise<void>;
  close(): Promise<void>;
}

/** An endpoint takes what it is given soon; nothing but the status is read of its answer. */
const limits: Partial<ClientLimits> = { connect: 5_000, headers: 15_000, pause: 5_000, total: 20_000, bytes: 64_000 };

/** Puts together what tells webhooks, with connections of its own. */
export function openWebhooks(
  parts: Omit<SenderParts, 'post' | 'limits'>,
  rules: AddressRules,
  options: WebhookOptions = {},
): OpenWebhooks {
  const client = new GuardedClient(rules, limits);
  const sender = new WebhookSender({
    ...parts,
    post: postBy(client),
    limits: { ...defaultSenderLimits, ...options.limits },
  });
  return {
    wake: () => sender.wake(),
    checkUrl: async (url) => await checkUrl(url, rules),
    close: async () => {
      await sender.close();
      await client.close();
    },
  };
}

/** A redirect is no answer: whoever moves says so here. */
function postBy(client: GuardedClient): Post {
  return async ({ url, body, headers, signal }) => {
    const ask = { url, method: 'POST', contentType: 'application/json', body, headers, redirects: 0, signal } as const;
    const opened = await client.stream(ask);
    if (opened.kind !== 'found') return { error: opened.detail };
    try {
      for await (const _ of opened.value.chunks) break;
    } catch (error) {
      // The status has been said; what follows it is nobody's business.
      if (!(error instanceof StreamBroken)) throw error;
    }
    return { status: opened.value.status };
  };
}

async function checkUrl(url: string, rules: AddressRules): Promise<void> {
  try {
    await checkResolved(url, rules);
  } catch (error) {
    // A name that isn't known now may be later: each delivery is checked again.
    if (!(error instanceof AddressRefused)) return;
    throw new WastelandError('url_not_allowed', error.message, { cause: error });
  }
}
