import type { Connection } from '../../ledger/dolt/connect.ts';
import { readTable } from '../../commons/commons-rows.ts';
import { canonicalRow } from '../../commons/digest.ts';
import { publishedRows, rowSourceOf } from '../../domain/project/all-rows.ts';
import { commonsTables } from '../../domain/project/rows.ts';
import type { CommonsTable } from '../../domain/project/rows.ts';
import type { State } from '../../domain/state.ts';
import { WastelandError } from '../../errors.ts';
import type { Findings } from './findings.ts';
import { paired } from './paired.ts';

/** Compares every row of the commons at a commit with the rows that a state gives. */
export async function compareCommons(
  connection: Connection,
  commit: string,
  state: State,
  findings: Findings,
  onRow: () => void,
): Promise<void> {
  await checkTableNames(connection, commit, findings);
  for (const table of commonsTables) await compareTable(connection, commit, table, state, findings, onRow);
}

/** The nine tables and no others (protocol.md section 6). */
async function checkTableNames(connection: Connection, commit: string, findings: Findings): Promise<void> {
  const [tables] = await connection.query({ sql: 'SHOW TABLES AS OF ?', values: [commit], rowsAsArray: true });
  const names = (tables as string[][]).map(([name]) => name ?? '');
  for (const name of names) {
    if (!commonsTables.some((table) => table === name)) findings.add('commons', 'extra_table', `table ${name}`);
  }
}

/** Both sides come in primary-key order. */
async function compareTable(
  connection: Connection,
  commit: string,
  table: CommonsTable,
  state: State,
  findings: Findings,
  onRow: () => void,
): Promise<void> {
  const wanted = publishedRows(rowSourceOf(state), table);
  const standing = readTable(connection, table, commit);
  try {
    for await (const [row, other] of paired(standing, wanted, compareKeys)) {
      if (row !== undefined) onRow();
      if (row === undefined) findings.add('commons', 'missing_row', `${table} ${keyOf(other)}`);
      else if (other === undefined) findings.add('commons', 'extra_row', `${table} ${keyOf(row)}`);
      else compareRow(table, row, other, findings);
    }
  } catch (error) {
    // Our own errors are no fault of the table: the audit was cancelled.
    if (error instanceof WastelandError) throw error;
    findings.add('commons', 'unreadable_table', `${table}: ${(error as Error).message}`);
  }
}

function compareKeys(a: unknown[], b: unknown[]): number {
  const [left, right] = [keyOf(a), keyOf(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function compareRow(table: CommonsTable, row: unknown[], wanted: unknown[], findings: Findings): void {
  // The members of a JSON column may come in another order from Dolt; mostly they don't.
  if (JSON.stringify(row) === JSON.stringify(wanted) || canonicalRow(row) === canonicalRow(wanted)) return;
  const detail = `${table} ${keyOf(row)}: ${canonicalRow(row)} where the ledger gives ${canonicalRow(wanted)}`;
  findings.add('commons', 'wrong_row', detail.slice(0, 2000));
}

function keyOf(row: unknown[]): string {
  return String(row[0]);
}
