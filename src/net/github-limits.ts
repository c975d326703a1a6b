import type { Answer } from './guarded-client.ts';

/** Without a word of how long. */
const unsaid = 60_000;

/**
 * Milliseconds for which an answer asks that nobody asks again, undefined where it doesn't: GitHub says so with 429 or 403 and
 * `retry-after`, or `x-ratelimit-remaining: 0` and the second of `x-ratelimit-reset`, or in words alone.
 */
export function pauseOf(answer: Answer, now: number): number | undefined {
  const { status, text } = answer;
  if (status !== 429 && status !== 403) return undefined;
  const after = answer.header('retry-after');
  if (/^\d+$/.test(after)) return Number(after) * 1000;
  const date = Date.parse(after);
  if (!Number.isNaN(date)) return Math.max(0, date - now);
  const reset = answer.header('x-ratelimit-reset');
  if (answer.header('x-ratelimit-remaining') === '0' && /^\d+$/.test(reset)) {
    return Math.max(0, Number(reset) * 1000 - now);
  }
  return status === 429 || /rate limit|abuse detection/i.test(text) ? unsaid : undefined;
}
