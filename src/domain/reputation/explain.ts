/** What everyone's mean is before any evidence. */
export const startingMean = 0.5;

/**
 * What a statement moves the mean by, up or down, where the whole leaves this uncertainty: all of them and the starting
 * mean sum to the mean. For mean − ½ = (r − s) / 2 (r + s + 2), which is linear in each once the whole is known.
 */
export function shareOf({ r, s }: { r: number; s: number }, uncertainty: number): number {
  return ((r - s) * uncertainty) / 4;
}
