/**
 * `board`: the items once more, narrow and with every column that a list filters or sorts by; `board_names` numbers the long
 * names in it (projects, rigs, nodes, parents). Each order has an index with all of these columns, so that a walk in that order
 * reads nothing else: 100,000 items in some milliseconds, whatever is asked. `board_lists` says what the rest stands for.
 *
 * `waiting` is the number of dependencies that aren't completed here; an item is ready when it is open and waits for
 * nothing (protocol.md section 3).
 *
 * Its indexes are most of what an act would cost, and many changes at once cost little more than one. So an act only notes
 * its item in `board_behind`, and `board-keeper.ts` brings the board up to the items before a list is read, or soon after.
 * Only `item_needs` is kept at once: items are shown with it, and few have any.
 */
const tables = [
  `CREATE TABLE board (no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, status TEXT NOT NULL, waiting INTEGER NOT NULL,
     type TEXT NOT NULL, priority INTEGER NOT NULL, project INTEGER, home INTEGER NOT NULL, posted_by INTEGER NOT NULL,
     claimed_by INTEGER, parent INTEGER, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL) STRICT`,
  'CREATE TABLE board_names (no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT',
  'CREATE TABLE board_lists (no INTEGER PRIMARY KEY, tags TEXT, skills TEXT, depends_on TEXT) STRICT',
  'CREATE TABLE item_tags (tag TEXT, no INTEGER, PRIMARY KEY (tag, no)) STRICT, WITHOUT ROWID',
  'CREATE TABLE item_skills (skill TEXT, no INTEGER, PRIMARY KEY (skill, no)) STRICT, WITHOUT ROWID',
  'CREATE TABLE item_needs (item TEXT, needs TEXT, PRIMARY KEY (item, needs)) STRICT, WITHOUT ROWID',
  'CREATE INDEX item_needs_by_needs ON item_needs (needs)',
  `CREATE VIRTUAL TABLE board_text USING fts5(title, description, tags, project, content='', contentless_delete=1)`,
  'CREATE TABLE board_behind (id TEXT PRIMARY KEY, text INTEGER NOT NULL) STRICT, WITHOUT ROWID',
];

/** Columns of `board` that hold numbers of `board_names`. */
export const numberedColumns = ['project', 'home', 'posted_by', 'claimed_by', 'parent'] as const;

const filtered = ['status', 'waiting', 'type', ...numberedColumns].join(', ');

/** The ways to walk the board in the order of a sort. */
const orderIndexes = [
  `CREATE INDEX board_priority ON board (priority, created_at, id, ${filtered})`,
  `CREATE INDEX board_created ON board (created_at, id, ${filtered})`,
  `CREATE INDEX board_updated ON board (updated_at, id, ${filtered})`,
];

/** For filters that leave few items, which are gathered and sorted. */
const filterIndexes = [
  'CREATE INDEX board_by_status ON board (status, waiting)',
  'CREATE INDEX board_by_type ON board (type)',
  'CREATE INDEX board_by_project ON board (project) WHERE project IS NOT NULL',
  'CREATE INDEX board_by_home ON board (home)',
  'CREATE INDEX board_by_posted_by ON board (posted_by)',
  'CREATE INDEX board_by_claimed_by ON board (claimed_by) WHERE claimed_by IS NOT NULL',
  'CREATE INDEX board_by_parent ON board (parent) WHERE parent IS NOT NULL',
];

const textChanged = ['title', 'description', 'tags', 'project']
  .map((column) => `old.${column} IS NOT new.${column}`)
  .join(' OR ');

/** `text` says that the words of the full-text index are other ones; an item that is new to the board has none there. */
function note(id: string, text: string): string {
  return `INSERT INTO board_behind VALUES (${id}, ${text}) ON CONFLICT (id) DO UPDATE SET text = max(text, excluded.text)`;
}

const insertNeeds = 'INSERT INTO item_needs SELECT DISTINCT new.id, value FROM json_each(new.depends_on);';
const deleteNeeds = 'DELETE FROM item_needs WHERE item = old.id;';

const needsTriggers = [
  `CREATE TRIGGER item_needs_insert AFTER INSERT ON items WHEN new.depends_on <> '[]' BEGIN ${insertNeeds} END`,
  `CREATE TRIGGER item_needs_update AFTER UPDATE ON items WHEN new.depends_on <> old.depends_on
     BEGIN ${deleteNeeds} ${insertNeeds} END`,
  `CREATE TRIGGER item_needs_delete AFTER DELETE ON items WHEN old.depends_on <> '[]' BEGIN ${deleteNeeds} END`,
];

const behindTriggers = [
  `CREATE TRIGGER board_behind_insert AFTER INSERT ON items BEGIN ${note('new.id', '0')}; END`,
  `CREATE TRIGGER board_behind_update AFTER UPDATE ON items BEGIN ${note('new.id', textChanged)}; END`,
  `CREATE TRIGGER board_behind_delete AFTER DELETE ON items BEGIN ${note('old.id', '1')}; END`,
];

export const boardSchema: readonly string[] = [
  ...tables,
  ...orderIndexes,
  ...filterIndexes,
  ...needsTriggers,
  ...behindTriggers,
];

/** Of it, what is only there for lists to be read, and not for what they show. */
export const boardLists: readonly string[] = [...orderIndexes, ...filterIndexes, ...behindTriggers];

/** Every table of the board, to be emptied when all is made anew. */
export const boardTables = [
  'board',
  'board_names',
  'board_lists',
  'item_tags',
  'item_skills',
  'item_needs',
  'board_text',
  'board_behind',
] as const;
