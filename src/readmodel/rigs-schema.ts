/**
 * What rigs are found by besides their columns: `rigs_text`, the words of handle and name, under the row's number in
 * `identities` (which stays as it is: nobody compacts a file that can be made anew); and `skills`, what the counting
 * stamps about a rig name.
 */
const insertText = 'INSERT INTO rigs_text (rowid, handle, name) VALUES (new.rowid, new.handle, new.name);';
const deleteText = 'DELETE FROM rigs_text WHERE rowid = old.rowid;';

const insertSkills = `
  INSERT INTO skills (skill, subject, stamp)
  SELECT DISTINCT value, new.subject, new.id FROM json_each(new.skills) WHERE new.counts = 1;`;
const deleteSkills = `
  DELETE FROM skills WHERE skill IN (SELECT value FROM json_each(old.skills)) AND subject = old.subject
    AND stamp = old.id;`;

export const rigsSchema: readonly string[] = [
  "CREATE VIRTUAL TABLE rigs_text USING fts5(handle, name, content='', contentless_delete=1)",
  `CREATE TRIGGER rigs_text_insert AFTER INSERT ON identities BEGIN ${insertText} END`,
  `CREATE TRIGGER rigs_text_delete AFTER DELETE ON identities BEGIN ${deleteText} END`,
  `CREATE TRIGGER rigs_text_update AFTER UPDATE ON identities
     WHEN old.handle IS NOT new.handle OR old.name IS NOT new.name BEGIN ${deleteText} ${insertText} END`,
  `CREATE TABLE skills (skill TEXT, subject TEXT, stamp TEXT, PRIMARY KEY (skill, subject, stamp)) STRICT,
     WITHOUT ROWID`,
  `CREATE TRIGGER skills_insert AFTER INSERT ON stamps WHEN new.skills <> '[]' BEGIN ${insertSkills} END`,
  `CREATE TRIGGER skills_delete AFTER DELETE ON stamps WHEN old.skills <> '[]' BEGIN ${deleteSkills} END`,
  `CREATE TRIGGER skills_update AFTER UPDATE ON stamps WHEN old.skills <> '[]' OR new.skills <> '[]'
     BEGIN ${deleteSkills} ${insertSkills} END`,
];

/** Each further word is one more list of rows to go through. */
const maxWords = 8;

/** The beginnings of words in a search as an FTS5 expression, each quoted; undefined when there is no word in it. */
export function matchOf(q: string): string | undefined {
  const words = q.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (words.length === 0) return undefined;
  return words
    .slice(0, maxWords)
    .map((word) => `"${word.replaceAll('"', '""').replaceAll('\u0000', '')}"*`)
    .join(' ');
}
