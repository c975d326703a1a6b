import { performance } from 'node:perf_hooks';

/** Milliseconds that one call took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Two things measured turn by turn, so that whatever else the machine does meets both. */
export async function alternately(
  rounds: number,
  first: () => Promise<number[]>,
  second: () => Promise<number[]>,
): Promise<[number[], number[]]> {
  const results: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    results[0].push(...(await first()));
    results[1].push(...(await second()));
  }
  return results;
}

export interface Ratio {
  name: string;
  value: number;
  limit: { atMost: number } | { atLeast: number };
  /** The figures that the ratio is made from. */
  from: string;
}

export function holds({ value, limit }: Ratio): boolean {
  return 'atMost' in limit ? value <= limit.atMost : value >= limit.atLeast;
}

export function show(ratio: Ratio): string {
  const limit = 'atMost' in ratio.limit ? `<= ${ratio.limit.atMost}` : `>= ${ratio.limit.atLeast}`;
  const verdict = holds(ratio) ? 'ok  ' : 'MISS';
  return `${verdict} ${ratio.name.padEnd(58)} ${ratio.value.toFixed(2).padStart(8)} ${limit.padEnd(9)} ${ratio.from}`;
}
