/** Milliseconds until the next attempt: doubled with each failed one up to the longest, then spread over half to whole. */
export function retryDelay(
  attempts: number,
  limits: { firstRetry: number; longestRetry: number },
  random: number,
): number {
  const whole = Math.min(limits.firstRetry * 2 ** Math.min(attempts, 30), limits.longestRetry);
  return Math.round(whole / 2 + (whole / 2) * random);
}
