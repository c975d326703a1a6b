import { doltCommit, insertRows } from './commit.ts';
import type { LedgerRows } from './commit.ts';
import type { DoltConnection } from './connection.ts';

export interface PeerCommit {
  /** Node id of the peer. */
  peer: string;
  /** What of the peer's was read: its commit hash, or another name. */
  source: string;
  author: string;
}

/** Branch of the ledger on which a peer's entries are written before they are merged. */
export function peerBranch(peer: string): string {
  return `peer/${peer}`;
}

/**
 * Writes rows to the peer's branch and merges it into main: one commit there with two parents. The branch is reset to
 * main's head first, so there is never a conflict, and unrelated histories don't matter (design section 6).
 */
export async function mergePeerRows(connection: DoltConnection, rows: LedgerRows, commit: PeerCommit): Promise<void> {
  const branch = peerBranch(commit.peer);
  const what = `${rows.entries.length} ${rows.entries.length === 1 ? 'entry' : 'entries'} of ${commit.peer}`;
  await ensureBranch(connection, branch);
  await connection.run(`USE \`ledger/${branch}\``);
  await connection.run("CALL DOLT_RESET('--hard', 'main')");
  await connection.run('START TRANSACTION');
  await insertRows(connection, rows);
  await doltCommit(connection, `land ${what} from its ${commit.source}`, commit.author);
  await connection.run('USE ledger');
  await connection.run('START TRANSACTION');
  await connection.run('CALL DOLT_MERGE(?, ?, ?)', [branch, '--no-ff', '--no-commit']);
  await doltCommit(connection, `merge ${what}`, commit.author);
}

async function ensureBranch(connection: DoltConnection, branch: string): Promise<void> {
  const found = await connection.rows('SELECT name FROM dolt_branches WHERE name = ?', [branch]);
  if (found.length === 0) await connection.run("CALL DOLT_BRANCH(?, 'main')", [branch]);
}
