import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { numberedColumns } from './board-schema.ts';

/** Items that one call brings up to date, in some 20 ms, and how many may be behind at the end of a turn. */
const mostAtOnce = 200;
const mostBehind = 2_000;

/** Changes that are remembered for who has the board in memory; who is further behind reads all of it. */
export const changesKept = 20_000;

/**
 * What a step works on, for this connection only: the number that an item has, or gets, and the one that it had and loses, be it
 * for a new one.
 */
const temporary = [
  'CREATE TEMP TABLE turn (item INTEGER PRIMARY KEY, new INTEGER NOT NULL, no INTEGER, old INTEGER) STRICT',
  'CREATE TEMP TABLE recount (no INTEGER PRIMARY KEY) STRICT',
];

const choose = `INSERT INTO temp.turn
  SELECT o.item, i.id IS NOT NULL AND (b.no IS NULL OR o.renewed),
    CASE WHEN i.id IS NOT NULL AND NOT o.renewed THEN b.no END, CASE WHEN i.id IS NULL OR o.renewed THEN b.no END
  FROM board_behind o LEFT JOIN items i ON i.rowid = o.item LEFT JOIN board b USING (item) LIMIT ?`;

/** Rows of this turn with their items. */
const both = 'temp.turn t CROSS JOIN items i ON i.rowid = t.item';
const old = 'SELECT old FROM temp.turn WHERE old IS NOT NULL';

/** An item's column as the board holds it. */
function valueOf(column: string): string {
  const numbered = (numberedColumns as readonly string[]).includes(column);
  return numbered ? `(SELECT n.no FROM board_names n WHERE n.name = i.${column})` : `i.${column}`;
}

/** What differs from its row of the board in being completed, or has that of another: those that depend on it may wait for more or
 * less. */
const flipped = `SELECT ifnull(i.id, b.id) FROM temp.turn t LEFT JOIN items i ON i.rowid = t.item LEFT JOIN board b USING (item)
  WHERE (i.status IS 'completed') <> (b.status IS 'completed')
  UNION ALL SELECT id.value FROM ${both} JOIN board b USING (item) JOIN json_each(json_array(i.id, b.id)) id WHERE i.id <> b.id`;

const columns = ['status', 'type', 'priority', ...numberedColumns, 'created_at', 'updated_at'];
const set = columns.map((column) => `${column} = ${valueOf(column)}`).join(', ');
const differs = columns.map((column) => `board.${column} IS NOT ${valueOf(column)}`).join(' OR ');
const named = numberedColumns.map((column) => `i.${column}`).join(', ');

/** In this order, since each compares the items with what the board still says. */
const steps: readonly string[] = [
  `INSERT OR IGNORE INTO board_names (name)
     SELECT j.value FROM ${both} CROSS JOIN json_each(json_array(${named})) j WHERE j.value IS NOT NULL`,
  `INSERT INTO temp.recount SELECT b.no FROM item_needs n CROSS JOIN items i ON i.id = n.item
     CROSS JOIN board b ON b.item = i.rowid WHERE n.needs IN (${flipped}) ON CONFLICT DO NOTHING`,
  `DELETE FROM item_tags WHERE (tag, no) IN
     (SELECT j.value, l.no FROM board_lists l CROSS JOIN json_each(l.tags) j WHERE l.no IN (${old}))`,
  `DELETE FROM item_skills WHERE (skill, no) IN
     (SELECT j.value, l.no FROM board_lists l CROSS JOIN json_each(l.skills) j WHERE l.no IN (${old}))`,
  `DELETE FROM board_text WHERE rowid IN (${old})`,
  `DELETE FROM board_lists WHERE no IN (${old})`,
  `DELETE FROM board WHERE no IN (${old})`,
  `INSERT INTO board (item, id, waiting, ${columns.join(', ')})
     SELECT t.item, i.id, 0, ${columns.map(valueOf).join(', ')} FROM ${both} WHERE t.new`,
  'UPDATE temp.turn SET no = (SELECT no FROM board b WHERE b.item = turn.item) WHERE new',
  `UPDATE board SET ${set} FROM ${both} WHERE board.no = t.no AND NOT t.new AND (${differs})`,
  `INSERT INTO board_lists SELECT t.no, i.tags, i.skills, '[]' FROM ${both} WHERE t.new`,
  `INSERT OR IGNORE INTO item_tags SELECT j.value, t.no FROM ${both} CROSS JOIN json_each(i.tags) j WHERE t.new`,
  `INSERT OR IGNORE INTO item_skills SELECT j.value, t.no FROM ${both} CROSS JOIN json_each(i.skills) j WHERE t.new`,
  `INSERT INTO board_text (rowid, title, description, tags, project)
     SELECT t.no, i.title, i.description, (SELECT group_concat(j.value, ' ') FROM json_each(i.tags) j), i.project
     FROM ${both} WHERE t.new`,
  `INSERT INTO temp.recount SELECT l.no FROM ${both} CROSS JOIN board_lists l ON l.no = t.no
     WHERE l.depends_on IS NOT i.depends_on ON CONFLICT DO NOTHING`,
  `UPDATE board_lists SET depends_on = i.depends_on FROM ${both}
     WHERE board_lists.no = t.no AND board_lists.depends_on IS NOT i.depends_on`,
  `UPDATE board SET waiting = (
     SELECT count(*) FROM item_needs n WHERE n.item = board.id
       AND NOT EXISTS (SELECT 1 FROM items i JOIN board other ON other.item = i.rowid
         WHERE i.id = n.needs AND other.id = i.id AND other.status = 'completed'))
   WHERE no IN (SELECT no FROM temp.recount)`,
  `INSERT INTO board_changes (no) SELECT no FROM temp.turn WHERE no IS NOT NULL UNION ${old} UNION SELECT no FROM temp.recount`,
  `DELETE FROM board_changes WHERE change <= (SELECT max(change) FROM board_changes) - ${changesKept}`,
  'DELETE FROM board_behind WHERE item IN (SELECT item FROM temp.turn)',
];

/** Brings the board up to the items that changed since it was last brought up, many at once. */
export class BoardKeeper {
  readonly #noteAll: StatementSync;
  readonly #some: StatementSync;
  readonly #choose: StatementSync;
  readonly #steps: StatementSync[];
  readonly #empty: StatementSync[];

  constructor(db: DatabaseSync) {
    for (const sql of temporary) db.exec(sql);
    this.#noteAll = db.prepare('INSERT OR IGNORE INTO board_behind SELECT rowid, 0 FROM items');
    this.#some = db.prepare('SELECT count(*) AS count FROM (SELECT 1 FROM board_behind LIMIT ?)');
    this.#choose = db.prepare(choose);
    this.#steps = steps.map((sql) => db.prepare(sql));
    this.#empty = ['DELETE FROM temp.turn', 'DELETE FROM temp.recount'].map((sql) => db.prepare(sql));
  }

  /** Whether there is anything to catch up with. */
  get behind(): boolean {
    return this.#behind(1) > 0;
  }

  /** Notes every item as changed. Inside the caller's transaction. */
  noteAll(): void {
    this.#noteAll.run();
  }

  /** Takes some of the items that changed; false when there were none. Inside the caller's transaction. */
  catchUp(): boolean {
    if (!this.behind) return false;
    for (const statement of this.#empty) statement.run();
    this.#choose.run(mostAtOnce);
    for (const statement of this.#steps) statement.run();
    return true;
  }

  /** Takes some of the items that changed if the board is further behind than a reader should wait for; false when it isn't.
   * Inside the caller's transaction. */
  keepNear(): boolean {
    return this.#behind(mostBehind) === mostBehind && this.catchUp();
  }

  /** How many items the board is behind by, counted up to `limit`. */
  #behind(limit: number): number {
    return this.#some.get(limit)?.['count'] as number;
  }
}
