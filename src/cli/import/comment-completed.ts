import { WastelandError } from '../../errors.ts';
import type { GithubIssues } from '../../net/github-issues.ts';
import type { Item } from '../../wire/api/item.ts';
import type { Refused } from './bring-issues.ts';

const day = 24 * 60 * 60 * 1000;
/** Whoever looks less often than once in so many days has given it up. */
const lately = 30 * day;
/** GitHub wants a second between two comments. */
const pause = 1_000;

export interface CommentParts {
  issues: GithubIssues;
  /** Base URL of the board's pages. */
  board: string;
  now: number;
  wait: (milliseconds: number) => Promise<void>;
}

/** Refusals that are about one issue: it is locked, or it is gone. */
const ofOne: ReadonlySet<string> = new Set(['forbidden', 'not_found']);

/** Says under the issues of items that were completed lately that they are. Each once: its comment holds a mark by which whoever
 * looks later knows it. */
export async function commentCompleted(
  items: ReadonlyMap<number, Item>,
  parts: CommentParts,
): Promise<{ comments: number; refused: Refused[] }> {
  const refused: Refused[] = [];
  let comments = 0;
  for (const [number, item] of items) {
    if (item.status !== 'completed' || Date.parse(item.updated_at) < parts.now - lately) continue;
    try {
      if (await commentOnce(number, item, parts, comments > 0)) comments += 1;
    } catch (error) {
      if (!(error instanceof WastelandError) || !ofOne.has(error.code)) throw error;
      refused.push({ origin_ref: item.origin_ref ?? '', code: error.code, detail: error.message });
    }
  }
  return { comments, refused };
}

async function commentOnce(number: number, item: Item, parts: CommentParts, pausing: boolean): Promise<boolean> {
  const { issues, board, wait } = parts;
  const mark = `<!-- wasteland ${item.id} -->`;
  // A day earlier, since that may be another clock.
  const since = new Date(Date.parse(item.updated_at) - day).toISOString();
  if (await issues.hasComment(number, mark, since)) return false;
  if (pausing) await wait(pause);
  await issues.comment(number, `Completed on the wanted board: ${board}/items/${item.id}\n\n${mark}`);
  return true;
}
