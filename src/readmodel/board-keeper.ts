import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Items that one call brings up to date, in some 50 ms, and how many may be behind at the end of a turn. */
const mostAtOnce = 500;
const mostBehind = 2_000;

/** What a step works on, for this connection only. */
const temporary = [
  'CREATE TEMP TABLE turn (id TEXT PRIMARY KEY, text INTEGER NOT NULL, new INTEGER NOT NULL, no INTEGER) STRICT, WITHOUT ROWID',
  'CREATE TEMP TABLE recount (no INTEGER PRIMARY KEY) STRICT',
];

/** Rows of this turn, with the item and what the board says of it. */
const both = 'temp.turn t CROSS JOIN items i ON i.id = t.id CROSS JOIN board b ON b.no = t.no';
const gone = 'SELECT no FROM temp.turn t WHERE NOT t.new AND NOT EXISTS (SELECT 1 FROM items i WHERE i.id = t.id)';

/** Copies columns where one of them differs: an UPDATE touches the indexes of all that it names. */
function copy(columns: readonly string[]): string {
  const set = columns.map((column) => `${column} = i.${column}`).join(', ');
  const differs = columns.map((column) => `board.${column} IS NOT i.${column}`).join(' OR ');
  return `UPDATE board SET ${set} FROM temp.turn t CROSS JOIN items i ON i.id = t.id
    WHERE board.no = t.no AND (${differs})`;
}

/** Brings a side table to an item's list; the board's own copy still says what stands there. */
function sideTable(table: string, column: string, list: string): string[] {
  const changed = `${both} CROSS JOIN json_each(%) j WHERE b.${list} IS NOT i.${list}`;
  return [
    `DELETE FROM ${table} WHERE (${column}, no) IN (SELECT j.value, b.no FROM ${changed.replace('%', `b.${list}`)})`,
    `INSERT OR IGNORE INTO ${table} SELECT j.value, b.no FROM ${changed.replace('%', `i.${list}`)}`,
  ];
}

/** Whether a row of the board and its item differ in being completed: then those that depend on it wait for more or less. */
const flipped = `SELECT t.id FROM temp.turn t LEFT JOIN items i ON i.id = t.id LEFT JOIN board b ON b.no = t.no
  WHERE (i.status IS 'completed') <> (b.status IS 'completed')`;

/** In this order, since each compares the items with what the board still says. */
const steps: readonly string[] = [
  `INSERT INTO temp.recount SELECT b.no FROM item_needs n CROSS JOIN board b ON b.id = n.item
     WHERE n.needs IN (${flipped}) ON CONFLICT DO NOTHING`,
  `DELETE FROM item_tags WHERE (tag, no) IN
     (SELECT j.value, b.no FROM board b CROSS JOIN json_each(b.tags) j WHERE b.no IN (${gone}))`,
  `DELETE FROM item_skills WHERE (skill, no) IN
     (SELECT j.value, b.no FROM board b CROSS JOIN json_each(b.skills) j WHERE b.no IN (${gone}))`,
  'DELETE FROM board_text WHERE rowid IN (SELECT no FROM temp.turn WHERE text = 1 AND NOT new)',
  `DELETE FROM board WHERE no IN (${gone})`,
  `INSERT INTO board (id, status, waiting, type, priority, project, home, posted_by, claimed_by, parent, created_at,
       updated_at, tags, skills, depends_on)
     SELECT i.id, i.status, 0, i.type, i.priority, i.project, i.home, i.posted_by, i.claimed_by, i.parent, i.created_at,
       i.updated_at, '[]', '[]', '[]'
     FROM temp.turn t CROSS JOIN items i ON i.id = t.id WHERE t.new`,
  'UPDATE temp.turn SET no = (SELECT no FROM board b WHERE b.id = turn.id) WHERE new',
  copy(['status', 'claimed_by']),
  copy(['updated_at']),
  copy(['type', 'priority', 'project', 'home', 'posted_by', 'parent', 'created_at']),
  ...sideTable('item_tags', 'tag', 'tags'),
  ...sideTable('item_skills', 'skill', 'skills'),
  `INSERT INTO temp.recount SELECT b.no FROM ${both} WHERE b.depends_on IS NOT i.depends_on ON CONFLICT DO NOTHING`,
  copy(['tags', 'skills', 'depends_on']),
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

  /** Keeps the board from falling further behind than a reader should wait for. Inside the caller's transaction. */
  keepNear(): void {
    if (this.#behind(mostBehind) === mostBehind) this.catchUp();
  }

  /** How many items the board is behind by, counted up to `limit`. */
  #behind(limit: number): number {
    return this.#some.get(limit)?.['count'] as number;
  }
}
