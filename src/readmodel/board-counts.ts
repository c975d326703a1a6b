import type { Sized } from './board-plan.ts';
import type { Condition } from './board-query.ts';
import type { Statements } from './statements.ts';

/** So many are counted; where there are more, this share of all is taken to pass. */
const most = 40_000;
const mostShare = 0.75;

/** The cheapest first. */
const kinds: readonly Condition['tests'][] = ['column', 'number', 'text'];

/** Numbers that are kept; a stranger can ask for anything. */
const kept = 2_000;

/** Whether a board of so many items was another one when it had `before`, as far as plans go. */
export function hasChanged(before: number, total: number): boolean {
  return Math.abs(total - before) > total / 20;
}

/** How many items pass a condition, about: what was counted is taken for as long as the board has about the same size. */
export class BoardCounts {
  readonly #statements: Statements;
  readonly #counted = new Map<string, number>();
  #size = 0;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** About how many items there are. */
  total(): number {
    return this.#statements.get<[number | null]>('SELECT max(no) FROM board')?.[0] ?? 0;
  }

  /** Sizes of the conditions on a board of `total` items, in the order in which they are best tested. */
  sized(conditions: readonly Condition[], total: number): Sized[] {
    if (hasChanged(this.#size, total) || this.#counted.size > kept) {
      this.#counted.clear();
      this.#size = total;
    }
    const sized = conditions.map((condition) => ({ condition, rows: this.#rows(condition, total) }));
    return sized.sort((a, b) => kinds.indexOf(a.condition.tests) - kinds.indexOf(b.condition.tests) || a.rows - b.rows);
  }

  #rows({ numbers, rows }: Condition, total: number): number {
    if (numbers === undefined) return total * mostShare;
    if (rows !== undefined) return rows;
    const { sql, values } = numbers;
    const name = JSON.stringify([sql, ...values]);
    const known = this.#counted.get(name);
    if (known !== undefined) return known;
    const count = this.#statements.get<[number]>(`SELECT count(*) FROM (${sql} LIMIT ${most})`, ...values)?.[0] ?? 0;
    const about = count < most ? count : Math.max(most, total * mostShare);
    this.#counted.set(name, about);
    return about;
  }
}
