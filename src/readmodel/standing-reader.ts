import type { AcceptedWork } from '../domain/reputation/standing.ts';
import type { Statements } from './statements.ts';

/** What tiers are made from: narrow rows, since a record may be long. */
export class StandingReader {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** Completions of a rig that were accepted. */
  accepted(rig: string): AcceptedWork[] {
    const sql = "SELECT id, decided_by FROM completions WHERE worker = ? AND status = 'accepted'";
    return this.#statements.all<[string, string]>(sql, rig).map(([id, decidedBy]) => ({ id, decidedBy }));
  }

  /** When the first document of an identity was logged, milliseconds: the earliest of the logs that hold it. */
  since(rig: string): number | undefined {
    const sql = `SELECT min(e.logged_at) FROM places p JOIN entries e ON e.origin = p.origin AND e.seq = p.seq
      WHERE p.hash = ?`;
    // The id of an identity is the hash of document 0.
    const hash = Buffer.from(rig, 'base64url').toString('hex');
    return this.#statements.get<[number | null]>(sql, hash)?.[0] ?? undefined;
  }

  /** Rigs about whose record a stretch of a log says something: `after` < seq ≤ `to`. */
  touched(origin: string, after: number, to: number): string[] {
    const within = "e.origin = ? AND e.seq > ? AND e.seq <= ? AND e.code = 'ok'";
    const sql = `SELECT e.subject FROM entries e WHERE ${within} AND e.type = 'stamp.issued'
      UNION SELECT s.subject FROM entries e JOIN stamps s ON s.id = e.target
        WHERE ${within} AND e.type = 'stamp.revoked'
      UNION SELECT i.claimed_by FROM entries e JOIN items i ON i.id = e.item
        WHERE ${within} AND e.type = 'work.accepted' AND i.claimed_by IS NOT NULL`;
    const values = [origin, after, to];
    return this.#statements.all<[string]>(sql, ...values, ...values, ...values).map(([rig]) => rig);
  }

  /** Whom a rig stamped, and for which skills: the newest of its counting stamps. */
  stampedBy(author: string, limit: number): { subject: string; skills: string[] }[] {
    const sql = `SELECT subject, skills FROM stamps WHERE author = ? AND counts = 1
      ORDER BY created_at DESC, id DESC LIMIT ?`;
    return this.#statements
      .all<[string, string]>(sql, author, limit)
      .map(([subject, skills]) => ({ subject, skills: JSON.parse(skills) as string[] }));
  }

  /** The next rig by id behind `after` that anybody stamped. */
  nextStamped(after: string): string | undefined {
    return (
      this.#statements.get<[string | null]>('SELECT min(subject) FROM scores WHERE subject > ?', after)?.[0] ??
      undefined
    );
  }
}
