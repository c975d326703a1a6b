/**
 * What came of asking another machine. Absent, unreachable, invalid and refused are four results: only `absent` says
 * that something isn't there, and only `unreachable` may be tried again unchanged.
 */
export type Outcome<T> = { kind: 'found'; value: T } | NotFound;

export type NotFound =
  /** It answered, and it doesn't have that. */
  | { kind: 'absent'; detail: string }
  /** No answer, or one that says "not now" (408, 429, 5xx). */
  | { kind: 'unreachable'; detail: string }
  /** It answered something that isn't what was asked for. */
  | { kind: 'invalid'; detail: string }
  /** It says no; or we do, since its address isn't one that this node may ask. */
  | { kind: 'refused'; by: 'peer' | 'us'; detail: string };

/** The value of a found outcome mapped; other outcomes as they are. */
export function mapFound<A, B>(outcome: Outcome<A>, map: (value: A) => Outcome<B>): Outcome<B> {
  return outcome.kind === 'found' ? map(outcome.value) : outcome;
}
