import { ClientError } from '../../client/client-error.ts';
import { isAsImported } from '../../domain/issues/imported-text.ts';
import type { IssuePosting } from '../../domain/issues/posting.ts';
import type { Item } from '../../wire/api/item.ts';
import type { Importing } from '../acting/open-importing.ts';

/** What became of an issue: `kept` was edited here, or somebody is at work on it, or it is done. */
export const fates = ['posted', 'edited', 'unchanged', 'kept'] as const;
export type Fate = (typeof fates)[number];

export interface Brought {
  counts: Record<Fate, number>;
  refused: Refused[];
}

export interface Refused {
  origin_ref: string;
  code: string;
  detail: string;
}

/** Refusals that are about one issue; after any other the next would be refused too. */
const ofOne: ReadonlySet<string> = new Set(['schema', 'invalid_request', 'too_large', 'wrong_state', 'bad_update']);

/** Posts what isn't on the board yet, and edits what changed there and nobody changed here. */
export async function bringIssues(
  importing: Importing,
  postings: readonly IssuePosting[],
  known: ReadonlyMap<string, Item>,
  options: { signal: AbortSignal; onProgress: (done: number, total: number) => void },
): Promise<Brought> {
  const brought: Brought = { counts: { posted: 0, edited: 0, unchanged: 0, kept: 0 }, refused: [] };
  for (const [index, posting] of postings.entries()) {
    options.signal.throwIfAborted();
    const { origin_ref: ref } = posting;
    try {
      brought.counts[await bring(importing, posting, known.get(ref))] += 1;
    } catch (error) {
      if (!(error instanceof ClientError) || !ofOne.has(error.code)) throw error;
      brought.refused.push({ origin_ref: ref, code: error.code, detail: error.message });
    }
    options.onProgress(index + 1, postings.length);
  }
  return brought;
}

async function bring(importing: Importing, posting: IssuePosting, there: Item | undefined): Promise<Fate> {
  if (there === undefined) return await post(importing, posting);
  const { title, description } = posting;
  if (there.title === title && there.description === description) return 'unchanged';
  if (there.status !== 'open' || !isAsImported(there)) return 'kept';
  await importing.door.edit(there.id, { title, description });
  return 'edited';
}

async function post(importing: Importing, posting: IssuePosting): Promise<Fate> {
  try {
    await importing.post(posting);
    return 'posted';
  } catch (error) {
    // Somebody imports the same at this moment, and the issue was changed in between.
    if (error instanceof ClientError && error.code === 'idempotency_conflict') return 'unchanged';
    throw error;
  }
}
