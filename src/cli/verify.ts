import type { Command } from 'commander';
import type { VerifyReport } from '../operations/verify-node.ts';
import { dataDirOf } from './node/data-dir.ts';
import { withDataDir } from './options.ts';
import type { DataDirOptions } from './options.ts';
import { exitCodes } from './terminal/exit-codes.ts';
import { untilInterrupted } from './terminal/interrupt.ts';
import { oneLine, print, progressOf } from './terminal/output.ts';

/** `wasteland verify` */
export function addVerify(program: Command): Command {
  const command = program
    .command('verify')
    .description('check every root, signature and verdict of the ledger, and all tables made from it; writes nothing');
  return withDataDir(command).action(async (options: DataDirOptions) => {
    const { verifyDataDir } = await import('../operations/verify-node.ts');
    const compared = {
      commons: progressOf('rows of the commons compared'),
      'read model': progressOf('rows of the read model compared'),
    };
    const report = await untilInterrupted((signal) =>
      verifyDataDir({
        ...dataDirOf(options),
        signal,
        onProgress: progressOf('entries checked'),
        onCompared: (where, done, total) => compared[where](done, total),
      }),
    );
    print(options, report, () => linesOf(report));
    if (!report.ok) process.exitCode = exitCodes.failed;
  });
}

function linesOf(report: VerifyReport): string[] {
  const verdicts = Object.entries(report.verdicts).map(([code, count]) => `${count} ${code}`);
  const { commons, read_model: readModel } = report;
  const behind = commons.behind === 0 ? '' : `, ${commons.behind} entries behind the ledger`;
  const rows = readModel.state === 'compared' ? `${readModel.rows} rows compared` : readModel.state;
  return [
    `ledger:     ${report.entries} entries in ${report.logs.length} ${report.logs.length === 1 ? 'log' : 'logs'} (${verdicts.join(', ')})`,
    `commons:    ${commons.rows} rows compared at ${commons.commit}${behind}`,
    `read model: ${rows}`,
    ...report.findings.map(({ where, code, detail }) => `WRONG ${where}: ${code}: ${oneLine(detail)}`),
    ...(report.finding_count > report.findings.length
      ? [`and ${report.finding_count - report.findings.length} more`]
      : []),
    report.ok ? 'everything is as it should be' : `${report.finding_count} things are wrong`,
  ];
}
