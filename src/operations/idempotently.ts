import { WastelandError } from '../errors.ts';
import type { KeptAnswer } from '../private/idempotency.ts';
import type { Acting } from './acting.ts';
import type { Services } from './ports.ts';

export type { KeptAnswer };

/** A request with an Idempotency-Key. */
export interface KeyedRequest {
  rig: string;
  key: string;
  /** Hash of what was asked: the same key for another request is a mistake. */
  request: string;
}

/** What is running now, so that a second request with the same key waits for the first. */
const running = new WeakMap<Services, Map<string, Promise<unknown>>>();

/**
 * Runs a bearer's request at most once for each key. Its signed tokens are kept before any is logged, so that a retry
 * after a crash logs the very same events; then the answer is, which every further retry gets.
 */
export async function idempotently(
  services: Services,
  keyed: KeyedRequest,
  run: (acting: Acting) => Promise<KeptAnswer>,
): Promise<KeptAnswer & { replayed: boolean }> {
  const runs = running.get(services) ?? new Map<string, Promise<unknown>>();
  running.set(services, runs);
  const name = `${keyed.rig} ${keyed.key}`;
  for (let other = runs.get(name); other !== undefined; other = runs.get(name)) await other.catch(() => undefined);
  const mine = runOnce(services, keyed, run);
  runs.set(name, mine);
  try {
    return await mine;
  } finally {
    runs.delete(name);
  }
}

async function runOnce(
  services: Services,
  { rig, key, request }: KeyedRequest,
  run: (acting: Acting) => Promise<KeptAnswer>,
): Promise<KeptAnswer & { replayed: boolean }> {
  const { idempotency } = services.private;
  const before = idempotency.begin(rig, key, request);
  if (before.request !== request) {
    throw new WastelandError('idempotency_conflict', 'this Idempotency-Key was used for another request');
  }
  if (before.answer !== null) return { ...before.answer, replayed: true };
  try {
    const keep = (tokens: string[]): void => idempotency.keepTokens(rig, key, tokens);
    const answer = await run({ rig, kept: { tokens: before.tokens, keep } });
    idempotency.keepAnswer(rig, key, answer);
    return { ...answer, replayed: false };
  } catch (error) {
    // Refused: nothing is logged, and a retry may find another state. Not so where it isn't known.
    if (isRefusal(error)) idempotency.drop(rig, key);
    throw error;
  }
}

const unknownOutcomes: ReadonlySet<string> = new Set([
  'unavailable',
  'disk_full',
  'peer_unreachable',
  'internal',
  'cancelled',
]);

function isRefusal(error: unknown): boolean {
  return error instanceof WastelandError && !unknownOutcomes.has(error.code);
}
