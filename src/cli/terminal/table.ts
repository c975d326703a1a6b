import { oneLine } from './output.ts';

/** Rows as columns that line up; the last column keeps its length. Without rows: nothing. */
export function table(headings: string[], rows: string[][]): string[] {
  if (rows.length === 0) return [];
  const cells = [headings, ...rows.map((row) => row.map(oneLine))];
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** An id as people see it: its letter and 10 digits. */
export function shortId(id: string): string {
  return /^[wcsvm]-/.test(id) ? id.slice(0, 12) : id.slice(0, 10);
}

/** A rig as people see it: its address, or the beginning of its id while no document of it is known. */
export function rigName(rig: { id: string; address?: string } | null): string {
  return rig === null ? '-' : (rig.address ?? shortId(rig.id));
}
