import type { SyncReport } from '../../wire/api/sync-report.ts';
import { shortId } from '../terminal/table.ts';

/** What became of each log of a sync or an import, and of older entries whose verdict changed. */
export function landedLines({ logs, changed = [] }: Pick<SyncReport, 'logs' | 'changed'>): string[] {
  return [
    ...logs.flatMap(({ origin, from, to, waiting, code, detail, refused, refused_count }) => [
      `  log ${shortId(origin)}: ${from} → ${to}${code === undefined ? '' : `, ${code} ${detail ?? ''}`}`,
      ...(waiting === undefined ? [] : [`    ${waiting} more are not due yet, or not there yet`]),
      ...refused.map(({ seq, verdict }) => `    entry ${seq} ${verdict}`),
      ...(refused_count > refused.length ? [`    and ${refused_count - refused.length} more without effect`] : []),
    ]),
    ...changed.map(
      ({ origin, seq, was, verdict }) => `  log ${shortId(origin)}: entry ${seq} is ${verdict}, and was ${was}`,
    ),
  ];
}
