import { commit, during, insertEntries, nameCommit, replaceOf } from './commit.ts';
import type { LedgerEntry } from './commit.ts';
import type { DoltConnection } from './connection.ts';
import type { LedgerHead } from './head.ts';

export interface PeerRows {
  entries: readonly LedgerEntry[];
  /** Works out, while Dolt takes the entries, which heads their logs have with them. */
  heads: () => Promise<LedgerHead[]>;
  /** Runs while Dolt commits and merges them. */
  meanwhile: () => void;
}

export interface PeerCommit {
  /** Node id of the peer. */
  peer: string;
  /** What of the peer's was read: its commit hash, or another name. */
  source: string;
  /** Of the merge. */
  author: string;
}

/** Branch of the ledger on which a peer's entries are written before they are merged. */
export function peerBranch(peer: string): string {
  return `peer/${peer}`;
}

/**
 * Writes rows to the peer's branch and merges it into main: one commit there with two parents. The branch is set to
 * main's head first, so there is never a conflict, and unrelated histories don't matter (design section 6). Few texts, since
 * each answer that is waited for makes the turn longer; in one, a session that is killed between two statements of it would
 * commit and merge what is left of the rows.
 */
export async function mergePeerRows(connection: DoltConnection, rows: PeerRows, about: PeerCommit): Promise<void> {
  const { peer, source, author } = about;
  const branch = peerBranch(peer);
  const what = `${rows.entries.length} ${rows.entries.length === 1 ? 'entry' : 'entries'} of ${peer}`;
  const first = [
    { sql: "CALL DOLT_BRANCH('-f', ?, 'main')", values: [branch] },
    { sql: `USE \`ledger/${branch}\``, values: [] },
  ];
  const heads = await during(insertEntries(connection, rows.entries, { first }), rows.heads);
  await connection.runAll([replaceOf(heads), nameCommit(`land ${what} from its ${source}`)]);
  const last = [
    commit,
    { sql: 'USE ledger', values: [] },
    {
      sql: "CALL DOLT_MERGE(?, '--no-ff', '-m', ?, '--author', ?)",
      values: [branch, `merge ${what}`, author],
    },
  ];
  await during(connection.runAll(last), rows.meanwhile);
}
