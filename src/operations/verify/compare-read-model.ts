import { setImmediate as breathe } from 'node:timers/promises';
import { shapes } from '../../domain/shapes.ts';
import type { State, TableName } from '../../domain/state.ts';
import type { Findings } from './findings.ts';

/** What differs without anything being wrong: marks of the publisher are the past of one node. */
const ownAffair: ReadonlySet<TableName> = new Set(['unpublished']);

type Row = Record<string, unknown>;

/** Compares every row of the read model with a state made anew at the same vector; answers how many there are. */
export async function compareReadModel(kept: State, made: State, findings: Findings): Promise<number> {
  let rows = 0;
  for (const name of Object.keys(shapes) as TableName[]) {
    if (ownAffair.has(name)) continue;
    for (const prefix of prefixesOf(name, kept, made)) {
      rows += compareRows(name, rowsOf(kept, name, prefix), rowsOf(made, name, prefix), findings);
      await breathe();
    }
  }
  return rows;
}

/** The large tables begin with the origin: a log at a time is held, not all of them. */
function prefixesOf(name: TableName, kept: State, made: State): string[][] {
  if (name === 'logs' || shapes[name].key[0] !== 'origin') return [[]];
  const origins = [kept, made].flatMap((state) =>
    state
      .table('logs')
      .list('primary')
      .map((log) => log.origin),
  );
  return [...new Set(origins)].map((origin) => [origin]);
}

function rowsOf(state: State, name: TableName, prefix: string[]): Row[] {
  return state.table(name).list('primary', ...prefix) as unknown as Row[];
}

function compareRows(name: TableName, kept: Row[], made: Row[], findings: Findings): number {
  const standing = new Map(kept.map((row) => [keyOf(name, row), textOf(name, row)]));
  for (const row of made) {
    const key = keyOf(name, row);
    const text = standing.get(key);
    standing.delete(key);
    if (text === undefined) findings.add('read model', 'missing_row', `${name} ${key}`);
    else if (text !== textOf(name, row)) {
      findings.add(
        'read model',
        'wrong_row',
        `${name} ${key}: ${text.slice(0, 800)} instead of ${textOf(name, row).slice(0, 800)}`,
      );
    }
  }
  for (const key of standing.keys()) findings.add('read model', 'extra_row', `${name} ${key}`);
  return kept.length;
}

function keyOf(name: TableName, row: Row): string {
  return shapes[name].key.map((column) => String(row[column])).join(' ');
}

function textOf(name: TableName, row: Row): string {
  // The ledger keeps only the newest checkpoint, the read model the one that it had then; the audit verifies it.
  const columns = Object.keys(shapes[name].columns).filter((column) => name !== 'logs' || column !== 'checkpoint');
  return JSON.stringify(columns.map((column) => row[column]));
}
