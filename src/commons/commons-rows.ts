import type { Connection, RowDataPacket } from 'mysql2/promise';
import { commonsTables } from '../domain/project/rows.ts';
import type { CommonsTable } from '../domain/project/rows.ts';
import { columnsOf, decodeRow, selection } from './encode.ts';

const pageSize = 1000;

/** Reads the rows of one commons table in the digest's form, in primary-key order, of HEAD's working set or of a commit. */
export async function* readTable(
  connection: Connection,
  table: CommonsTable,
  commit?: string,
): AsyncGenerator<unknown[]> {
  const key = columnsOf(table)[0]?.name as string;
  const from = `\`${table}\`${commit === undefined ? '' : ' AS OF ?'}`;
  let after: unknown;
  for (;;) {
    const where = after === undefined ? '' : `WHERE \`${key}\` > ? `;
    const values = [commit, after].filter((value) => value !== undefined);
    const sql = `SELECT ${selection(table)} FROM ${from} ${where}ORDER BY \`${key}\` LIMIT ${pageSize}`;
    const [rows] = await connection.query<RowDataPacket[][]>({ sql, values, rowsAsArray: true });
    for (const row of rows) yield decodeRow(table, row);
    if (rows.length < pageSize) return;
    after = rows.at(-1)?.[0];
  }
}

/** All rows of the nine tables by table, as they stand in Dolt: what `verify` compares with the projection. */
export function readCommonsRows(
  connection: Connection,
  commit?: string,
): Record<CommonsTable, AsyncIterable<unknown[]>> {
  const tables = commonsTables.map((table) => [table, readTable(connection, table, commit)]);
  return Object.fromEntries(tables) as Record<CommonsTable, AsyncIterable<unknown[]>>;
}
