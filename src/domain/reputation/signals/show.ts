import type { Evidence } from './evidence.ts';
import { innocentCauses, maxNamed } from './signal.ts';
import type { Signal, SignalKind } from './signal.ts';
import type { WatchedStamps } from './watched-stamps.ts';

/** What a rule found. */
export interface Found {
  kind: SignalKind;
  vertices: readonly number[];
  evidence: Evidence;
  /** Of how many stamps that were looked at. */
  of: number;
  seen: string;
}

/** A signal as it is shown: ids and names instead of numbers, and no longer than a page. */
export function shown(stamps: WatchedStamps, { kind, vertices, evidence, of, seen }: Found): Signal {
  const { count, first, last } = evidence;
  return {
    kind,
    rigs: vertices.slice(0, maxNamed).map((vertex) => stamps.groups[vertex] ?? ''),
    size: vertices.length,
    stamps: count,
    of,
    ids: first.map((at) => stamps.id(at)),
    from: stamps.times[first[0] ?? 0] ?? 0,
    to: stamps.times[last] ?? 0,
    seen,
    innocent: innocentCauses[kind],
  };
}
