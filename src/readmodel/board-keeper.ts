import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { numberedColumns } from './board-schema.ts';

/** Items that one call brings up to date, in some 20 ms, and how many may be behind at the end of a turn. */
const mostAtOnce = 200;
const mostBehind = 2_000;

/** What a step works on, for this connection only. */
const temporary = [
  'CREATE TEMP TABLE turn (id TEXT PRIMARY KEY, text INTEGER NOT NULL, new INTEGER NOT NULL, no INTEGER) STRICT, WITHOUT ROWID',
  'CREATE TEMP TABLE recount (no INTEGER PRIMARY KEY) STRICT',
];

/** Rows of this turn, with the item and what the board says of it. */
const both = `temp.turn t CROSS JOIN items i ON i.id = t.id CROSS JOIN board b ON b.no = t.no
  CROSS JOIN board_lists l ON l.no = t.no`;
const gone = 'SELECT no FROM temp.turn t WHERE NOT t.new AND NOT EXISTS (SELECT 1 FROM items i WHERE i.id = t.id)';

/** An item's column as the board holds it. */
function valueOf(column: string): string {
  const numbered = (numberedColumns as readonly string[]).includes(column);
  return numbered ? `(SELECT n.no FROM board_names n WHERE n.name = i.${column})` : `i.${column}`;
}

/** Copies columns where one of them differs: an UPDATE touches the indexes of all that it names. */
function copy(table: 'board' | 'board_lists', columns: readonly string[]): string {
  const set = columns.map((column) => `${column} = ${valueOf(column)}`).join(', ');
  const differs = columns.map((column) => `${table}.${column} IS NOT ${valueOf(column)}`).join(' OR ');
  return `UPDATE ${table} SET ${set} FROM temp.turn t CROSS JOIN items i ON i.id = t.id
    WHERE ${table}.no = t.no AND (${differs})`;
}

/** Brings a side table to an item's list; `board_lists` still says what stands there. */
function sideTable(table: string, column: string, list: string): string[] {
  const changed = `${both} CROSS JOIN json_each(%) j WHERE l.${list} IS NOT i.${list}`;
  return [
    `DELETE FROM ${table} WHERE (${column}, no) IN (SELECT j.value, b.no FROM ${changed.replace('%', `l.${list}`)})`,
    `INSERT OR IGNORE INTO ${table} SELECT j.value, b.no FROM ${changed.replace('%', `i.${list}`)}`,
  ];
}

/** Whether a row of the board and its item differ in being completed: then those that depend on it wait for more or less. */
const flipped = `SELECT t.id FROM temp.turn t LEFT JOIN items i ON i.id = t.id LEFT JOIN board b ON b.no = t.no
  WHERE (i.status IS 'completed') <> (b.status IS 'completed')`;

const moving = ['status', 'claimed_by', 'updated_at'];
const standing = ['type', 'priority', 'project', 'home', 'posted_by', 'parent', 'created_at'];
const columns = [...moving, ...standing];
const named = numberedColumns.map((column) => `i.${column}`).join(', ');

/** In this order, since each compares the items with what the board still says. */
const steps: readonly string[] = [
  `INSERT OR IGNORE INTO board_names (name)
     SELECT j.value FROM temp.turn t CROSS JOIN items i ON i.id = t.id CROSS JOIN json_each(json_array(${named})) j
     WHERE j.value IS NOT NULL`,
  `INSERT INTO temp.recount SELECT b.no FROM item_needs n CROSS JOIN board b ON b.id = n.item
     WHERE n.needs IN (${flipped}) ON CONFLICT DO NOTHING`,
  `DELETE FROM item_tags WHERE (tag, no) IN
     (SELECT j.value, l.no FROM board_lists l CROSS JOIN json_each(l.tags) j WHERE l.no IN (${gone}))`,
  `DELETE FROM item_skills WHERE (skill, no) IN
     (SELECT j.value, l.no FROM board_lists l CROSS JOIN json_each(l.skills) j WHERE l.no IN (${gone}))`,
  'DELETE FROM board_text WHERE rowid IN (SELECT no FROM temp.turn WHERE text = 1 AND NOT new)',
  `DELETE FROM board_lists WHERE no IN (${gone})`,
  `DELETE FROM board WHERE no IN (${gone})`,
  `INSERT INTO board (id, waiting, ${columns.join(', ')})
     SELECT i.id, 0, ${columns.map(valueOf).join(', ')}
     FROM temp.turn t CROSS JOIN items i ON i.id = t.id WHERE t.new`,
  'UPDATE temp.turn SET no = (SELECT no FROM board b WHERE b.id = turn.id) WHERE new',
  "INSERT INTO board_lists SELECT no, '[]', '[]', '[]' FROM temp.turn WHERE new AND no IS NOT NULL",
  copy('board', moving),
  copy('board', standing),
  ...sideTable('item_tags', 'tag', 'tags'),
  ...sideTable('item_skills', 'skill', 'skills'),
  `INSERT INTO temp.recount SELECT b.no FROM ${both} WHERE l.depends_on IS NOT i.depends_on ON CONFLICT DO NOTHING`,
  copy('board_lists', ['tags', 'skills', 'depends_on']),
  `UPDATE board SET waiting = (
     SELECT count(*) FROM item_needs n WHERE n.item = board.id
       AND NOT EXISTS (SELECT 1 FROM board other WHERE other.id = n.needs AND other.status = 'completed'))
   WHERE no IN (SELECT no FROM temp.recount)`,
  `INSERT INTO board_text (rowid, title, description, tags, project)
     SELECT b.no, i.title, i.description, (SELECT group_concat(j.value, ' ') FROM json_each(i.tags) j), i.project
     FROM ${both} WHERE t.text = 1 OR t.new`,
  'DELETE FROM board_behind WHERE id IN (SELECT id FROM temp.turn)',
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
    this.#noteAll = db.prepare('INSERT OR IGNORE INTO board_behind SELECT id, 0 FROM items');
    this.#some = db.prepare('SELECT count(*) AS count FROM (SELECT 1 FROM board_behind LIMIT ?)');
    this.#choose = db.prepare(
      `INSERT INTO temp.turn SELECT o.id, o.text, b.no IS NULL, b.no
         FROM board_behind o LEFT JOIN board b ON b.id = o.id LIMIT ?`,
    );
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
