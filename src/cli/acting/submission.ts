import { WastelandError } from '../../errors.ts';
import type { Completion } from '../../wire/api/completion.ts';
import type { ItemDetail } from '../../wire/api/lifecycle.ts';
import { UsageError } from '../terminal/exit-codes.ts';

/** The submission for an item that `prefix` begins; without one the latest. */
export function submissionOf(detail: ItemDetail, prefix?: string): Completion {
  if (prefix === undefined) {
    const latest = detail.completions.at(-1);
    if (latest !== undefined) return latest;
    throw new WastelandError('unknown_completion', `nothing has been submitted for ${detail.item.id}`);
  }
  const typed = prefix.startsWith('c-') ? prefix : `c-${prefix}`;
  const found = detail.completions.filter((completion) => completion.id.startsWith(typed));
  const [only] = found;
  if (only === undefined) {
    throw new WastelandError('unknown_completion', `${detail.item.id} has no submission ${prefix}`);
  }
  if (found.length > 1) throw new UsageError(`${prefix} begins more than one submission for this item`);
  return only;
}
