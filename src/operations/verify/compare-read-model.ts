import { shapes } from '../../domain/shapes.ts';
import type { State, TableName } from '../../domain/state.ts';
import type { Reader } from '../../readmodel/reader.ts';
import type { Findings } from './findings.ts';
import { paired } from './paired.ts';

/** What differs without anything being wrong: marks of the publisher are the past of one node. */
const ownAffair: ReadonlySet<TableName> = new Set(['unpublished']);

type Row = Record<string, unknown>;

/** The tables of the read model that are compared. */
export const comparedTables: readonly TableName[] = (Object.keys(shapes) as TableName[]).filter(
  (name) => !ownAffair.has(name),
);

/** Compares every row of the read model with a state made anew at the same vector. */
export async function compareReadModel(
  kept: Pick<Reader, 'rows'>,
  made: State,
  findings: Findings,
  onRow: () => void,
): Promise<void> {
  for (const name of comparedTables) await compareTable(name, kept, made, findings, onRow);
}

/** Both sides come in primary-key order: none has to be held whole but the one in memory. */
async function compareTable(
  name: TableName,
  kept: Pick<Reader, 'rows'>,
  made: State,
  findings: Findings,
  onRow: () => void,
): Promise<void> {
  const { key } = shapes[name];
  const columns = comparedColumns(name);
  const wanted = made.table(name).list('primary') as unknown as Row[];
  const standing = kept.rows(name) as unknown as Iterable<Row>;
  for await (const [row, other] of paired(standing, wanted, (a, b) => compareKeys(key, a, b))) {
    if (row !== undefined) onRow();
    const found = `${name} ${keyText(key, row ?? other ?? {})}`;
    if (row === undefined) findings.add('read model', 'missing_row', found);
    else if (other === undefined) findings.add('read model', 'extra_row', found);
    else if (columns.some((column) => differ(row[column], other[column]))) {
      findings.add('read model', 'wrong_row', `${found}: ${textOf(row)} instead of ${textOf(other)}`);
    }
  }
}

/** The ledger keeps only the newest checkpoint, the read model the one that it had then; the audit verifies it. */
function comparedColumns(name: TableName): string[] {
  return Object.keys(shapes[name].columns).filter((column) => name !== 'logs' || column !== 'checkpoint');
}

function compareKeys(key: readonly string[], a: Row, b: Row): number {
  for (const column of key) {
    const left = a[column] as string | number;
    const right = b[column] as string | number;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

/** Members of JSON always come in one order. */
function differ(a: unknown, b: unknown): boolean {
  return a !== b && (typeof a !== 'object' || JSON.stringify(a) !== JSON.stringify(b));
}

function keyText(key: readonly string[], row: Row): string {
  return key.map((column) => String(row[column])).join(' ');
}

function textOf(row: Row): string {
  return JSON.stringify(Object.values(row)).slice(0, 800);
}
