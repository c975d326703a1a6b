/**
 * `board`: the items once more, narrow and with every column that a list filters or sorts by, kept by triggers on
 * `items`. Long texts would make each step of a scan read pages that it doesn't need.
 *
 * `waiting` is the number of dependencies that aren't completed here; an item is ready when it is open and waits for
 * nothing (protocol.md section 3).
 */
const tables = [
  `CREATE TABLE board (no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, status TEXT NOT NULL, waiting INTEGER NOT NULL,
     type TEXT NOT NULL, priority INTEGER NOT NULL, project TEXT, home TEXT NOT NULL, posted_by TEXT NOT NULL,
     claimed_by TEXT, parent TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL) STRICT`,
  'CREATE TABLE item_tags (tag TEXT, no INTEGER, PRIMARY KEY (tag, no)) STRICT, WITHOUT ROWID',
  'CREATE TABLE item_skills (skill TEXT, no INTEGER, PRIMARY KEY (skill, no)) STRICT, WITHOUT ROWID',
  'CREATE TABLE item_needs (item TEXT, needs TEXT, PRIMARY KEY (item, needs)) STRICT, WITHOUT ROWID',
  'CREATE INDEX item_needs_by_needs ON item_needs (needs)',
  `CREATE VIRTUAL TABLE board_text USING fts5(title, description, tags, project, content='', contentless_delete=1)`,
];

const sortColumns = {
  priority: 'priority, created_at, id',
  created: 'created_at, id',
  updated: 'updated_at, id',
};

/** With `status` in front and without: the ways to walk the board in the order of a sort. What is ready is most of what is
 * open, so it needs no index of its own: each one costs every act. */
const orderIndexes = Object.entries(sortColumns).flatMap(([sort, columns]) => [
  `CREATE INDEX board_${sort} ON board (${columns})`,
  `CREATE INDEX board_status_${sort} ON board (status, ${columns})`,
]);

/** For filters that leave few items, which are gathered and sorted. */
const filterIndexes = [
  'CREATE INDEX board_by_type ON board (type, status)',
  'CREATE INDEX board_by_project ON board (project) WHERE project IS NOT NULL',
  'CREATE INDEX board_by_home ON board (home)',
  'CREATE INDEX board_by_posted_by ON board (posted_by)',
  'CREATE INDEX board_by_claimed_by ON board (claimed_by) WHERE claimed_by IS NOT NULL',
  'CREATE INDEX board_by_parent ON board (parent) WHERE parent IS NOT NULL',
];

function numberOf(row: 'new' | 'old'): string {
  return `(SELECT no FROM board WHERE id = ${row}.id)`;
}

const recount = `UPDATE board SET waiting = (
    SELECT count(*) FROM item_needs n WHERE n.item = board.id
      AND NOT EXISTS (SELECT 1 FROM board other WHERE other.id = n.needs AND other.status = 'completed'))`;

const insertTags = `INSERT INTO item_tags SELECT DISTINCT value, ${numberOf('new')} FROM json_each(new.tags);`;
const insertSkills = `INSERT INTO item_skills SELECT DISTINCT value, ${numberOf('new')} FROM json_each(new.skills);`;
const insertNeeds = 'INSERT INTO item_needs SELECT DISTINCT new.id, value FROM json_each(new.depends_on);';
const insertText = `INSERT INTO board_text (rowid, title, description, tags, project) VALUES (${numberOf('new')}, new.title,
    new.description, (SELECT group_concat(value, ' ') FROM json_each(new.tags)), new.project);`;

const deleteTags = `DELETE FROM item_tags WHERE tag IN (SELECT value FROM json_each(old.tags)) AND no = ${numberOf('old')};`;
const deleteSkills = `DELETE FROM item_skills
    WHERE skill IN (SELECT value FROM json_each(old.skills)) AND no = ${numberOf('old')};`;
const deleteNeeds = 'DELETE FROM item_needs WHERE item = old.id;';
const deleteText = `DELETE FROM board_text WHERE rowid = ${numberOf('old')};`;

function changed(columns: string[]): string {
  return columns.map((column) => `old.${column} IS NOT new.${column}`).join(' OR ');
}

function onUpdate(name: string, columns: string[], statements: string): string {
  return `CREATE TRIGGER board_${name} AFTER UPDATE ON items WHEN ${changed(columns)} BEGIN ${statements} END`;
}

function copied(columns: string[]): string {
  return `UPDATE board SET ${columns.map((column) => `${column} = new.${column}`).join(', ')} WHERE id = new.id;`;
}

const places = ['type', 'priority', 'project', 'home', 'posted_by', 'parent', 'created_at'];

/** One trigger for each group of columns, so that an act touches only the indexes of what it changes. SQLite runs
 * them in any order, and any order gives the same rows. */
const triggers = [
  `CREATE TRIGGER board_insert AFTER INSERT ON items BEGIN
     INSERT INTO board (id, status, waiting, type, priority, project, home, posted_by, claimed_by, parent, created_at, updated_at)
       VALUES (new.id, new.status, 0, new.type, new.priority, new.project, new.home, new.posted_by, new.claimed_by,
         new.parent, new.created_at, new.updated_at);
     ${insertTags} ${insertSkills} ${insertNeeds} ${insertText}
     ${recount} WHERE id = new.id AND new.depends_on <> '[]';
     ${recount} WHERE new.status = 'completed' AND id IN (SELECT item FROM item_needs WHERE needs = new.id);
   END`,
  `CREATE TRIGGER board_delete AFTER DELETE ON items BEGIN
     ${deleteTags} ${deleteSkills} ${deleteNeeds} ${deleteText}
     DELETE FROM board WHERE id = old.id;
     ${recount} WHERE old.status = 'completed' AND id IN (SELECT item FROM item_needs WHERE needs = old.id);
   END`,
  onUpdate(
    'status',
    ['status', 'claimed_by'],
    `${copied(['status', 'claimed_by'])}
     ${recount} WHERE (old.status = 'completed') <> (new.status = 'completed')
       AND id IN (SELECT item FROM item_needs WHERE needs = new.id);`,
  ),
  onUpdate('updated_at', ['updated_at'], copied(['updated_at'])),
  onUpdate('places', places, copied(places)),
  onUpdate('tags', ['tags'], `${deleteTags} ${insertTags}`),
  onUpdate('skills', ['skills'], `${deleteSkills} ${insertSkills}`),
  onUpdate('needs', ['depends_on'], `${deleteNeeds} ${insertNeeds} ${recount} WHERE id = new.id;`),
  onUpdate('text', ['title', 'description', 'tags', 'project'], `${deleteText} ${insertText}`),
];

export const boardSchema: readonly string[] = [...tables, ...orderIndexes, ...filterIndexes, ...triggers];
