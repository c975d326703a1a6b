/**
 * `scores`: the dimensions of the stamps that count, one row each, so that evidence is a sum over numbers. Scores are
 * kept in half steps and confidences in hundredths: whole numbers add up to the same value in any order.
 */
const insertScores = `
  INSERT INTO scores (subject, dimension, stamp, author, score, confidence)
  SELECT new.subject, d.key, new.id, new.author,
         CAST(round(d.value ->> '$.score' * 2) AS INTEGER), CAST(round(d.value ->> '$.confidence' * 100) AS INTEGER)
  FROM json_each(new.dimensions) d WHERE new.counts = 1;`;

const deleteScores =
  'DELETE FROM scores WHERE subject = old.subject AND dimension IN (SELECT key FROM json_each(old.dimensions)) AND stamp = old.id;';

export const scoresSchema: readonly string[] = [
  `CREATE TABLE scores (subject TEXT, dimension TEXT, stamp TEXT, author TEXT, score INTEGER, confidence INTEGER,
     PRIMARY KEY (subject, dimension, stamp)) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER scores_insert AFTER INSERT ON stamps BEGIN ${insertScores} END`,
  `CREATE TRIGGER scores_delete AFTER DELETE ON stamps BEGIN ${deleteScores} END`,
  `CREATE TRIGGER scores_update AFTER UPDATE ON stamps BEGIN ${deleteScores} ${insertScores} END`,
];
