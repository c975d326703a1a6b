import type { Connection } from '../../ledger/dolt/connect.ts';
import { readTable } from '../../commons/commons-rows.ts';
import { canonicalRow } from '../../commons/digest.ts';
import { publishedRows, rowSourceOf } from '../../domain/project/all-rows.ts';
import { commonsTables } from '../../domain/project/rows.ts';
import type { CommonsTable } from '../../domain/project/rows.ts';
import type { State } from '../../domain/state.ts';
import type { Findings } from './findings.ts';

/** Compares every row of the commons at a commit with the rows that a state gives; answers how many there are. */
export async function compareCommons(
  connection: Connection,
  commit: string,
  state: State,
  findings: Findings,
): Promise<number> {
  await checkTableNames(connection, commit, findings);
  let rows = 0;
  for (const table of commonsTables) rows += await compareTable(connection, commit, table, state, findings);
  return rows;
}

/** The nine tables and no others (protocol.md section 6). */
async function checkTableNames(connection: Connection, commit: string, findings: Findings): Promise<void> {
  const [tables] = await connection.query({ sql: 'SHOW TABLES AS OF ?', values: [commit], rowsAsArray: true });
  const names = (tables as string[][]).map(([name]) => name ?? '');
  for (const name of names) {
    if (!commonsTables.some((table) => table === name)) findings.add('commons', 'extra_table', `table ${name}`);
  }
}

/** Both sides come in primary-key order, so one walk through both finds every difference. */
async function compareTable(
  connection: Connection,
  commit: string,
  table: CommonsTable,
  state: State,
  findings: Findings,
): Promise<number> {
  const wanted = publishedRows(rowSourceOf(state), table);
  let next = wanted.next();
  let rows = 0;
  const missing = (row: unknown[]): void => findings.add('commons', 'missing_row', `${table} ${String(row[0])}`);
  try {
    for await (const row of readTable(connection, table, commit)) {
      rows += 1;
      while (!next.done && keyOf(next.value) < keyOf(row)) {
        missing(next.value);
        next = wanted.next();
      }
      if (next.done || keyOf(next.value) > keyOf(row)) {
        findings.add('commons', 'extra_row', `${table} ${keyOf(row)}`);
      } else {
        compareRow(table, row, next.value, findings);
        next = wanted.next();
      }
    }
  } catch (error) {
    findings.add('commons', 'unreadable_table', `${table}: ${(error as Error).message}`);
    return rows;
  }
  for (; !next.done; next = wanted.next()) missing(next.value);
  return rows;
}

function compareRow(table: CommonsTable, row: unknown[], wanted: unknown[], findings: Findings): void {
  if (canonicalRow(row) === canonicalRow(wanted)) return;
  const detail = `${table} ${keyOf(row)}: ${canonicalRow(row)} where the ledger gives ${canonicalRow(wanted)}`;
  findings.add('commons', 'wrong_row', detail.slice(0, 2000));
}

function keyOf(row: unknown[]): string {
  return String(row[0]);
}
