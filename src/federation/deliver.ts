import { WastelandError } from '../errors.ts';
import type { Token } from '../identity/strict-jws.ts';
import type { HomeFinder } from './find-home.ts';
import type { OutboxRunner } from './outbox.ts';
import type { FederationParts } from './parts.ts';
import type { HomeAnswer } from './post-act.ts';
import { retryDelay } from '../domain/retry-delay.ts';

/** A signed act for another node's log, with the documents that go before it. */
export interface Act {
  home: string;
  documents: readonly string[];
  token: Token;
  rig: string;
  type: string;
  item: string | null;
}

export type Delivered = Exclude<HomeAnswer, { kind: 'silent' }> | { kind: 'queued' };

/** The search for a home asks all peers, in milliseconds. */
const searchLimit = 10_000;

/**
 * Hands an act to its home (design section 7). It stands in the outbox before the first attempt, so that no crash loses
 * it; a home that nobody can name is `home_unknown`, and nothing is queued.
 */
export async function deliver(
  parts: FederationParts,
  homes: HomeFinder,
  outbox: OutboxRunner,
  act: Act,
): Promise<Delivered> {
  if ((await findInTime(homes, act.home)) === undefined) {
    throw new WastelandError('home_unknown', `nobody here knows where node ${act.home} is`);
  }
  const { token, documents, rig, type, home, item } = act;
  const row = parts.store.outbox.add({
    hash: token.hash,
    rig,
    type,
    home,
    item,
    token: token.text,
    documents: [...documents],
    // The attempt that follows is the first; the timer's turn comes after it.
    next_at: parts.clock.now() + retryDelay(0, parts.limits, parts.random()),
  });
  const answer = await outbox.attempt(row);
  return answer.kind === 'silent' ? { kind: 'queued' } : answer;
}

async function findInTime(homes: HomeFinder, home: string): Promise<string | undefined> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), searchLimit);
  try {
    return await homes.find(home, limit.signal);
  } finally {
    clearTimeout(timer);
  }
}
