import { hasChanged } from './board-counts.ts';
import type { Statements } from './statements.ts';

/** A search as far as it has been made. */
export interface Search {
  /** An FTS5 expression. */
  match: string;
  /** How many items it finds; undefined where they are too many to be listed. */
  found: number | undefined;
}

/** Where more are found, nearly every item that is looked at is one of them, and asking about each costs less. */
export const mostListed = 40_000;

/** Searches that are remembered; a stranger can ask for anything. */
const kept = 1_000;

/**
 * Searches in the texts of the board. To ask the full-text index about one item takes as long as to list some hundreds that it
 * finds, so they are listed first, and `found(no)` in a statement says whether an item is among them.
 */
export class BoardText {
  readonly #statements: Statements;
  readonly #most: number;
  #found = new Uint8Array(0);
  /** Searches that found too many: not listed again for as long as the board has about the same size. */
  readonly #common = new Set<string>();
  #size = 0;

  constructor(statements: Statements, most = mostListed) {
    this.#statements = statements;
    this.#most = most;
    statements.define('found', (no) => this.#found[no as number] ?? 0);
  }

  /** Lists what a search finds on a board of about `total` items, for the statements that follow. */
  search(match: string, total: number): Search {
    if (hasChanged(this.#size, total) || this.#common.size > kept) {
      this.#common.clear();
      this.#size = total;
    }
    if (this.#common.has(match)) return { match, found: undefined };
    const [numbers, count] = this.#statements.get<[string | null, number]>(
      'SELECT group_concat(rowid), count(*) FROM (SELECT rowid FROM board_text WHERE board_text MATCH ? LIMIT ?)',
      match,
      this.#most,
    ) ?? [null, 0];
    if (count === this.#most) {
      this.#common.add(match);
      return { match, found: undefined };
    }
    this.#found = marked(numbers ?? '', total);
    return { match, found: count };
  }
}

/** A one in the place of each number of a list, up to `last`. */
function marked(list: string, last: number): Uint8Array<ArrayBuffer> {
  const places = new Uint8Array(last + 1);
  let number = 0;
  for (let at = 0; at <= list.length; at += 1) {
    const code = list.charCodeAt(at);
    if (code >= zero) {
      number = number * 10 + code - zero;
    } else {
      places[number] = 1;
      number = 0;
    }
  }
  return places;
}

const zero = 48;
