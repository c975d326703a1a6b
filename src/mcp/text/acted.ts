import type { Acted } from '../../wire/api/tools.ts';
import { itemLine } from './item.ts';

/** What became of an act, `done` saying it in the past. */
export function actedText(done: string, { made, item, outbox, stamp }: Acted): string {
  const what = made === undefined || made === item?.id ? '' : ` ${made}`;
  const first =
    outbox === undefined
      ? `${done}${what}`
      : `queued: the node that decides can't be reached now. Yours retries until it answers; look with sync_status`;
  return [
    first,
    ...(item === undefined ? [] : [itemLine(item)]),
    ...(stamp === undefined ? [] : [stampText(stamp)]),
  ].join('\n');
}

function stampText({ made, outbox, problem }: NonNullable<Acted['stamp']>): string {
  if (problem !== undefined) return `not stamped: ${problem}`;
  return outbox === undefined
    ? `stamped ${made ?? ''}`.trimEnd()
    : 'the stamp waits until the work is known everywhere it must be';
}
