import type { SubjectStamp } from '../domain/reputation/subject-stamps.ts';
import type { Statements } from './statements.ts';

/** Who vouches for whom, of vouches that weren't withdrawn. */
export interface StandingVouch {
  id: string;
  giver: string;
  subject: string;
}

/** What weights and reputations are made from, in pages that take some milliseconds each. */
export class TrustReader {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** Standing vouches behind this one, by id. */
  vouches(after: string, limit: number): StandingVouch[] {
    const sql = 'SELECT id, giver, subject FROM vouches WHERE id > ? AND withdrawn = 0 ORDER BY id LIMIT ?';
    return this.#statements
      .all<[string, string, string]>(sql, after, limit)
      .map(([id, giver, subject]) => ({ id, giver, subject }));
  }

  /** Whether a vouch of one for the other stands. */
  isVouched(giver: string, subject: string): boolean {
    const sql = 'SELECT 1 FROM vouches WHERE giver = ? AND subject = ? AND withdrawn = 0 LIMIT 1';
    return this.#statements.get(sql, giver, subject) !== undefined;
  }

  /** Members of owner groups of two or more behind this rig, by id. */
  groups(after: string, limit: number): [rig: string, group: string][] {
    const sql = 'SELECT rig, group_id FROM groups WHERE rig > ? ORDER BY rig LIMIT ?';
    return this.#statements.all<[string, string]>(sql, after, limit);
  }

  /** A rig's owner group; a rig without one is its own. */
  groupOf(rig: string): string {
    return this.#statements.get<[string]>('SELECT group_id FROM groups WHERE rig = ?', rig)?.[0] ?? rig;
  }

  /** Counting stamps about a subject behind this one, by id. */
  about(subject: string, after: string, limit: number): SubjectStamp[] {
    const sql = `SELECT ${columns} FROM scores WHERE subject = ? AND stamp > ? ORDER BY stamp LIMIT ?`;
    return this.#statements.all<StampColumns>(sql, subject, after, limit).map(stampOf);
  }

  /** The stamp about a subject, if it counts. */
  counting(subject: string, stamp: string): SubjectStamp | undefined {
    const sql = `SELECT ${columns} FROM scores WHERE subject = ? AND stamp = ?`;
    const found = this.#statements.get<StampColumns>(sql, subject, stamp);
    return found === undefined ? undefined : stampOf(found);
  }

  /** Marks of all counting stamps behind this one, by subject and id. */
  marks({ subject, stamp }: StampPlace, limit: number): MarksRow[] {
    const sql = `SELECT subject, stamp, author, marks FROM scores
      WHERE (subject, stamp) > (?, ?) ORDER BY subject, stamp LIMIT ?`;
    return this.#statements.all<MarksColumns>(sql, subject, stamp, limit).map(marksOf);
  }

  /** The same of those that name a skill. */
  naming(skill: string, { subject, stamp }: StampPlace, limit: number): MarksRow[] {
    const sql = `SELECT s.subject, s.stamp, s.author, s.marks
      FROM skills k CROSS JOIN scores s ON s.subject = k.subject AND s.stamp = k.stamp
      WHERE k.skill = ? AND (k.subject, k.stamp) > (?, ?) ORDER BY k.subject, k.stamp LIMIT ?`;
    return this.#statements.all<MarksColumns>(sql, skill, subject, stamp, limit).map(marksOf);
  }
}

/** Where a page of all stamps ends. */
export interface StampPlace {
  subject: string;
  stamp: string;
}

/** What a stamp says, as `domain/reputation/marks.ts` packs it. */
export interface MarksRow extends StampPlace {
  author: string;
  marks: number;
}

type MarksColumns = [string, string, string, number];

function marksOf([subject, stamp, author, marks]: MarksColumns): MarksRow {
  return { subject, stamp, author, marks };
}

const columns = 'stamp, author, completion, marks, skills, created_at, origin';

type StampColumns = [string, string, string, number, string, number, string];

function stampOf([stamp, author, completion, marks, skills, created_at, origin]: StampColumns): SubjectStamp {
  return { stamp, author, completion, marks, skills, created_at, origin };
}
