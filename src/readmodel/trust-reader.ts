import type { Dimension } from '../wire/event.ts';
import type { DimensionScores } from '../domain/state.ts';
import type { Statements } from './statements.ts';

/** Who vouches for whom, of vouches that weren't withdrawn. */
export interface StandingVouch {
  id: string;
  giver: string;
  subject: string;
}

/** What the arithmetic and its pictures take from a stamp that counts. */
export interface CountingStamp {
  stamp: string;
  author: string;
  subject: string;
  dimensions: DimensionScores;
  skills: string[];
  created_at: number;
  /** The log that it stands in: its author's home. */
  origin: string;
}

/** Where a page of counting stamps about one subject ends. */
export type Place = Pick<CountingStamp, 'created_at' | 'stamp'>;

type StampColumns = [string, string, string, string, string, number, string];

const columns = 'id, author, subject, dimensions, skills, created_at, origin';

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

  /** Counting stamps about a subject, in the order of their times. */
  about(subject: string, { created_at, stamp }: Place, limit: number): CountingStamp[] {
    const sql = `SELECT ${columns} FROM stamps
      WHERE subject = ? AND counts = 1 AND (created_at, id) > (?, ?) ORDER BY created_at, id LIMIT ?`;
    return this.#statements.all<StampColumns>(sql, subject, created_at, stamp, limit).map(stampOf);
  }

  /** The stamp, if it counts. */
  counting(stamp: string): CountingStamp | undefined {
    const sql = `SELECT ${columns} FROM stamps WHERE id = ? AND counts = 1`;
    const found = this.#statements.get<StampColumns>(sql, stamp);
    return found === undefined ? undefined : stampOf(found);
  }

  /** Rows of `scores` behind this one, in its order: subject, dimension, stamp. */
  scores([subject, dimension, stamp]: [string, string, string], limit: number): ScoreRow[] {
    const sql = `SELECT subject, dimension, stamp, author, score, confidence FROM scores
      WHERE (subject, dimension, stamp) > (?, ?, ?) ORDER BY subject, dimension, stamp LIMIT ?`;
    return this.#statements.all<ScoreRow>(sql, subject, dimension, stamp, limit);
  }

  /** Counting stamps that name a skill, in the order of their subjects. */
  naming(skill: string, after: { subject: string; stamp: string }, limit: number): CountingStamp[] {
    const named = columns.split(', ').map((column) => `s.${column}`);
    const sql = `SELECT ${named.join(', ')} FROM skills k CROSS JOIN stamps s ON s.id = k.stamp
      WHERE k.skill = ? AND (k.subject, k.stamp) > (?, ?) ORDER BY k.subject, k.stamp LIMIT ?`;
    return this.#statements.all<StampColumns>(sql, skill, after.subject, after.stamp, limit).map(stampOf);
  }
}

/** Score in half steps, confidence in hundredths. */
export type ScoreRow = [
  subject: string,
  dimension: Dimension,
  stamp: string,
  author: string,
  score: number,
  confidence: number,
];

function stampOf([stamp, author, subject, dimensions, skills, created_at, origin]: StampColumns): CountingStamp {
  return {
    stamp,
    author,
    subject,
    dimensions: JSON.parse(dimensions) as DimensionScores,
    skills: skills === '[]' ? none : (JSON.parse(skills) as string[]),
    created_at,
    origin,
  };
}

/** Most stamps name no skill: one list serves them all. */
const none: string[] = [];
