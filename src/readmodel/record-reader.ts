import type { CommentRow, CompletionRow, CompletionStatus, StampRow, VouchRow } from '../domain/state.ts';
import type { Page } from './cursor.ts';
import { equalities } from './lists.ts';
import type { Lists, Order, Paging, Test } from './lists.ts';

export interface StampFilter {
  subject?: string;
  author?: string;
  completion?: string;
  /** Only those in tables and evidence: neither revoked nor doubled. */
  counting?: boolean;
}

export interface CompletionFilter {
  worker?: string;
  status?: CompletionStatus;
}

export interface VouchFilter {
  giver?: string;
  subject?: string;
}

const byTime = ['number', 'string'] as const;
const bySubmission: Order = {
  list: 'completions',
  columns: ['submitted_at', 'id'],
  types: byTime,
  descending: true,
};
const stampOrder: Order = { list: 'stamps', columns: ['created_at', 'id'], types: byTime, descending: true };
const vouchOrder: Order = { list: 'vouches', columns: ['created_at', 'id'], types: byTime, descending: true };
const commentOrder: Order = { list: 'comments', columns: ['created_at', 'id'], types: byTime };

/** More answers of one subject to one stamp than these aren't shown with it. */
const maxAnswers = 20;

/** What rigs did, and what others say about it. */
export class RecordReader {
  readonly #lists: Lists;

  constructor(lists: Lists) {
    this.#lists = lists;
  }

  /** One page of submissions, newest first. */
  completions(filter: CompletionFilter, paging: Paging = {}): Page<CompletionRow> {
    return this.#lists.page('completions', equalities({ ...filter }), bySubmission, paging);
  }

  /** One page of the stamps that pass the filter, newest first. */
  stamps(filter: StampFilter, paging: Paging = {}): Page<StampRow> {
    const { counting, ...columns } = filter;
    const tests = equalities(columns);
    if (counting !== undefined) tests.push({ sql: 'counts = ?', values: [counting ? 1 : 0] });
    return this.#lists.page('stamps', tests, stampOrder, paging);
  }

  /** One page of the vouches that weren't withdrawn, newest first. */
  vouches(filter: VouchFilter, paging: Paging = {}): Page<VouchRow> {
    return this.#lists.page('vouches', [...equalities({ ...filter }), standing], vouchOrder, paging);
  }

  /** One page of the comments on one thing that weren't withdrawn, oldest first. */
  comments(about: string, paging: Paging = {}): Page<CommentRow> {
    return this.#lists.page('comments', [...equalities({ about }), standing], commentOrder, paging);
  }

  /** The last comments of a rig that weren't withdrawn, newest first. */
  commentsBy(author: string, limit: number): CommentRow[] {
    const rest = 'WHERE author = ? AND withdrawn = 0 ORDER BY created_at DESC, id DESC LIMIT ?';
    return this.#lists.select('comments', rest, author, limit);
  }

  /** What the subject of a stamp says to it, oldest first (protocol.md section 3). */
  answers(stamp: StampRow): CommentRow[] {
    const { id, subject } = stamp;
    const rest = `WHERE about = ? AND author = ? AND withdrawn = 0 ORDER BY created_at, id LIMIT ${maxAnswers}`;
    return this.#lists.select('comments', rest, id, subject);
  }
}

const standing: Test = { sql: 'withdrawn = 0', values: [] };
