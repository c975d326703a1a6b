import { dimensions } from '../wire/words.ts';
import { bits, confidences, lowest } from '../domain/reputation/marks.ts';

/**
 * `scores`: the stamps that count, in the order in which reputation goes through them and with no more than it looks at, so
 * that a long record is read in one go. `marks` is what `domain/reputation/marks.ts` makes of the dimensions.
 */
const columns = 'subject, stamp, author, completion, marks, skills, created_at, origin';

const marksOfNew = dimensions.map((dimension, place) => {
  const said = (member: string): string => `new.dimensions ->> '$.${dimension}.${member}'`;
  const whole = (value: string): string => `CAST(round(${value}) AS INTEGER)`;
  const mark = `(${whole(`${said('score')} * 2`)} - ${lowest}) * ${confidences} + ${whole(`${said('confidence')} * 100`)} + 1`;
  return `(coalesce(${mark}, 0) << ${bits * place})`;
});

const insertScores = `
  INSERT INTO scores (${columns})
  SELECT new.subject, new.id, new.author, new.completion, ${marksOfNew.join(' + ')}, new.skills, new.created_at, new.origin
  WHERE new.counts = 1;`;

const deleteScores = 'DELETE FROM scores WHERE subject = old.subject AND stamp = old.id;';

export const scoresSchema: readonly string[] = [
  `CREATE TABLE scores (subject TEXT, stamp TEXT, author TEXT, completion TEXT, marks INTEGER, skills TEXT,
     created_at INTEGER, origin TEXT, PRIMARY KEY (subject, stamp)) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER scores_insert AFTER INSERT ON stamps BEGIN ${insertScores} END`,
  `CREATE TRIGGER scores_delete AFTER DELETE ON stamps BEGIN ${deleteScores} END`,
  `CREATE TRIGGER scores_update AFTER UPDATE ON stamps BEGIN ${deleteScores} ${insertScores} END`,
];
