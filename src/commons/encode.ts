import type { CommonsTable, PublishedType } from '../domain/project/rows.ts';
import { publishedColumns } from '../domain/project/rows.ts';

export type SqlValue = string | number | null;

interface Column {
  name: string;
  type: PublishedType;
}

const columnsByTable = new Map<CommonsTable, Column[]>(
  Object.entries(publishedColumns).map(([table, columns]) => [
    table as CommonsTable,
    Object.entries(columns).map(([name, type]) => ({ name, type })),
  ]),
);

/** Columns of a commons table, in order; the first is its primary key. */
export function columnsOf(table: CommonsTable): Column[] {
  return columnsByTable.get(table) as Column[];
}

/** A row's values as they are bound to a statement. */
export function encodeRow(table: CommonsTable, values: unknown[]): SqlValue[] {
  return columnsOf(table).map(({ type }, position) => encode(type, values[position]));
}

/** Expressions that read a row so that `decodeRow` gives the values that were written. Dolt's wire protocols read a FLOAT
 * differently, so it comes as a decimal; times come as seconds. */
export function selection(table: CommonsTable): string {
  return columnsOf(table)
    .map(({ name, type }) => {
      if (type === 'hundredths') return `CAST(\`${name}\` AS DECIMAL(3,2))`;
      return type === 'time' ? `UNIX_TIMESTAMP(\`${name}\`)` : `\`${name}\``;
    })
    .join(', ');
}

/** The values of a row read by `selection`, as the digest has them. */
export function decodeRow(table: CommonsTable, values: unknown[]): unknown[] {
  return columnsOf(table).map(({ type }, position) => decode(type, values[position]));
}

function encode(type: PublishedType, value: unknown): SqlValue {
  if (value === null || value === undefined) return null;
  if (type === 'json') return JSON.stringify(value);
  if (type === 'time') return new Date(value as number).toISOString().slice(0, 19).replace('T', ' ');
  return value as string | number;
}

function decode(type: PublishedType, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'time') return Number(value) * 1000;
  return type === 'hundredths' || type === 'int' || type === 'bool' ? Number(value) : value;
}
