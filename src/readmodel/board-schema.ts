/**
 * `board`: the items once more, narrow and with every column that a list filters or sorts by; `board_names` numbers the long
 * names in it (projects, rigs, nodes, parents). Lists look at it in memory (`board-columns.ts`), so it has no index for them:
 * `board_changes` says which rows are to be read again.
 *
 * A number (`no`) is never given twice, and an item whose words, tags or skills change gets a new one. So what stands under a
 * number in `item_tags`, `item_skills` and the full-text index `board_text` stays as it is for as long as it is there.
 *
 * `waiting` is the number of dependencies that aren't completed here; an item is ready when it is open and waits for
 * nothing (protocol.md section 3). `board_lists` says what the lists of an item are, as far as the board knows.
 *
 * `item` is the number of the item's row in `items`: by it, which grows with every item, a row is found on a page that the turn
 * has in hand, and by `id` on any of thousands.
 *
 * All this is most of what an act would cost, and many changes at once cost little more than one. So an act only notes
 * its item in `board_behind`, and `board-keeper.ts` brings the board up to the items before a list is read, or soon after.
 * Only `item_needs` is kept at once: items are shown with it, and few have any.
 */
const tables = [
  `CREATE TABLE board (no INTEGER PRIMARY KEY AUTOINCREMENT, item INTEGER NOT NULL UNIQUE, id TEXT NOT NULL, status TEXT NOT NULL,
     waiting INTEGER NOT NULL, type TEXT NOT NULL, priority INTEGER NOT NULL, project INTEGER, home INTEGER NOT NULL,
     posted_by INTEGER NOT NULL, claimed_by INTEGER, parent INTEGER, created_at INTEGER NOT NULL,
     updated_at INTEGER NOT NULL) STRICT`,
  'CREATE TABLE board_changes (change INTEGER PRIMARY KEY AUTOINCREMENT, no INTEGER NOT NULL) STRICT',
  'CREATE TABLE board_names (no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT',
  'CREATE TABLE board_lists (no INTEGER PRIMARY KEY, tags TEXT, skills TEXT, depends_on TEXT) STRICT',
  'CREATE TABLE item_tags (tag TEXT, no INTEGER, PRIMARY KEY (tag, no)) STRICT, WITHOUT ROWID',
  'CREATE TABLE item_skills (skill TEXT, no INTEGER, PRIMARY KEY (skill, no)) STRICT, WITHOUT ROWID',
  'CREATE TABLE item_needs (item TEXT, needs TEXT, PRIMARY KEY (item, needs)) STRICT, WITHOUT ROWID',
  'CREATE INDEX item_needs_by_needs ON item_needs (needs)',
  `CREATE VIRTUAL TABLE board_text USING fts5(title, description, tags, project, content='', contentless_delete=1)`,
  'CREATE TABLE board_behind (item INTEGER PRIMARY KEY, renewed INTEGER NOT NULL) STRICT',
];

/** Columns of `board` that hold numbers of `board_names`. */
export const numberedColumns = ['project', 'home', 'posted_by', 'claimed_by', 'parent'] as const;

const renewed = ['title', 'description', 'tags', 'project', 'skills']
  .map((column) => `old.${column} IS NOT new.${column}`)
  .join(' OR ');

/** `renewed` says that the item needs a new number; one that is new to the board gets one anyway. So does one whose row has the
 * number of a row that went just before. */
function note(item: string, renewed: string): string {
  return `INSERT INTO board_behind VALUES (${item}, ${renewed})
    ON CONFLICT (item) DO UPDATE SET renewed = max(renewed, excluded.renewed)`;
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
  `CREATE TRIGGER board_behind_insert AFTER INSERT ON items BEGIN ${note('new.rowid', '0')}; END`,
  `CREATE TRIGGER board_behind_update AFTER UPDATE ON items BEGIN ${note('new.rowid', renewed)}; END`,
  `CREATE TRIGGER board_behind_delete AFTER DELETE ON items BEGIN ${note('old.rowid', '1')}; END`,
];

export const boardSchema: readonly string[] = [...tables, ...needsTriggers, ...behindTriggers];

/** Of it, what is only there for lists to be read, and not for what they show. */
export const boardLists: readonly string[] = behindTriggers;

/** Every table of the board, to be emptied when all is made anew, and the numbers that were given last. */
export const boardTables = [
  'board',
  'board_changes',
  'board_names',
  'board_lists',
  'item_tags',
  'item_skills',
  'item_needs',
  'board_text',
  'board_behind',
  'sqlite_sequence',
] as const;
