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

/** So many at once, since a node commits together what arrives together. */
const atOnce = 10;

/** Posts what isn't on the board yet, and edits what changed there and nobody changed here. */
export async function bringIssues(
  importing: Importing,
  postings: readonly IssuePosting[],
  known: ReadonlyMap<string, Item>,
  options: { signal: AbortSignal; onProgress: (done: number, total: number) => void },
): Promise<Brought> {
  const brought: Brought = { counts: { posted: 0, edited: 0, unchanged: 0, kept: 0 }, refused: [] };
  for (let done = 0; done < postings.length; done += atOnce) {
    options.signal.throwIfAborted();
    const some = postings.slice(done, done + atOnce);
    const ended = await Promise.allSettled(
      some.map((posting) => bring(importing, posting, known.get(posting.origin_ref))),
    );
    for (const [index, end] of ended.entries()) {
      if (end.status === 'fulfilled') brought.counts[end.value] += 1;
      else brought.refused.push(refusalOf(some[index]?.origin_ref ?? '', end.reason));
    }
    options.onProgress(done + some.length, postings.length);
  }
  return brought;
}

/** Throws what is not about this issue. */
function refusalOf(ref: string, error: unknown): Refused {
  if (!(error instanceof ClientError) || !ofOne.has(error.code)) throw error;
  return { origin_ref: ref, code: error.code, detail: error.message };
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
