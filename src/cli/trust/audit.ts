import type { Command } from 'commander';
import type { AuditAnswer, Signal } from '../../wire/api/signal.ts';
import { adminOf, withAdmin } from '../options.ts';
import type { AdminOptions } from '../options.ts';
import { print } from '../terminal/output.ts';
import { rigName, table } from '../terminal/table.ts';

/** `wasteland trust audit` */
export function addAudit(trust: Command): void {
  const command = trust
    .command('audit')
    .description('what shows in who stamps whom: rings, clusters and habits, to be looked at and part of no number');
  withAdmin(command).action(async (options: AdminOptions) => {
    const answer = await adminOf(options).get('/v1/admin/audit');
    print(options, answer, () => shownAudit(answer));
  });
}

function shownAudit({ stamps, groups, counts, signals }: AuditAnswer): string[] {
  const looked = `${stamps} stamps among ${groups} owners`;
  if (signals.length === 0) return [`nothing shows in ${looked}`];
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const more = total > signals.length ? `, the first ${signals.length} of ${total} signals` : '';
  const causes = new Map(signals.map(({ kind, innocent }) => [kind, innocent]));
  return [
    `${looked}${more}`,
    '',
    ...table(['SIGNAL', 'RIGS', 'WHAT WAS SEEN'], signals.map(rowOf)),
    '',
    'None of these is a proof. How honest people come to look like this:',
    ...[...causes].map(([kind, innocent]) => `  ${words(kind)}: ${innocent}`),
  ];
}

/** More names than these don't fit into a line. */
const maxNames = 3;

function rowOf({ kind, rigs, size, seen }: Signal): string[] {
  const names = rigs.slice(0, maxNames).map(rigName).join(', ');
  return [words(kind), size > maxNames ? `${names} and ${size - maxNames} more` : names, seen];
}

function words(kind: string): string {
  return kind.replaceAll('_', ' ');
}
