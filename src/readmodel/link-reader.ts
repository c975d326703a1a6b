import type { LinkRow } from '../domain/state.ts';
import { boundedLimit, pageOf, readCursor, writeCursor } from './cursor.ts';
import type { CursorValue, Page } from './cursor.ts';
import type { Paging } from './lists.ts';
import type { SqliteState } from './state.ts';
import type { Statements } from './statements.ts';

/** A link that one side or both have signed. */
export interface RigLink {
  other: string;
  /** `pending` until both sides have signed. */
  state: 'pending' | 'confirmed';
  /** This rig's signature and the other's. */
  given: LinkRow | undefined;
  received: LinkRow | undefined;
}

/** What rigs say about having one owner. */
export class LinkReader {
  readonly #statements: Statements;
  readonly #state: SqliteState;

  constructor(statements: Statements, state: SqliteState) {
    this.#statements = statements;
    this.#state = state;
  }

  /** One page of the links of a rig in both directions, by the other's id (`-other`: falling). */
  list(id: string, paging: Paging = {}): Page<RigLink> {
    const limit = boundedLimit(paging.limit);
    const falling = paging.sort?.startsWith('-') === true;
    const name = falling ? '-links' : 'links';
    const after = paging.cursor === undefined ? undefined : readCursor(paging.cursor, name, ['string']);
    const others = this.#others(id, limit + 1, falling, after);
    const { items, next_cursor } = pageOf(others, limit, (last) => writeCursor(name, [last]));
    return { items: items.map((other) => this.between(id, other)), next_cursor };
  }

  /** What this rig and that other said about each other. */
  between(id: string, other: string): RigLink {
    const links = this.#state.table('links');
    const given = links.get(id, other);
    const received = links.get(other, id);
    return { other, state: given && received ? 'confirmed' : 'pending', given, received };
  }

  #others(id: string, count: number, falling: boolean, after: CursorValue[] | undefined): string[] {
    const [sign, by] = falling ? ['<', 'DESC'] : ['>', 'ASC'];
    const behind = (column: string): string => (after === undefined ? '' : `AND ${column} ${sign} ?`);
    const sql = `
      SELECT other FROM links WHERE author = ? ${behind('other')}
      UNION SELECT author FROM links WHERE other = ? ${behind('author')}
      ORDER BY 1 ${by} LIMIT ?`;
    const values = [id, ...(after ?? []), id, ...(after ?? []), count];
    return this.#statements.all<[string]>(sql, ...values).map(([other]) => other);
  }
}
