import type { Command } from 'commander';
import { systemClock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { WastelandError } from '../errors.ts';
import type { Check, Examination } from '../operations/examine-machine.ts';
import { configOf, withDataDir } from './options.ts';
import type { DataDirOptions } from './options.ts';
import { exitCodes } from './terminal/exit-codes.ts';
import { oneLine, print } from './terminal/output.ts';

/** `wasteland doctor` */
export function addDoctor(program: Command): Command {
  const command = program.command('doctor').description('say whether a node can run here, and what to do if not');
  return withDataDir(command).action(async (options: DataDirOptions) => {
    const examination = await examine(options);
    print(options, examination, () => examination.checks.flatMap(linesOf));
    if (!examination.ok) process.exitCode = exitCodes.failed;
  });
}

async function examine(options: DataDirOptions): Promise<Examination> {
  const { examineMachine } = await import('../operations/examine-machine.ts');
  let config: Config;
  try {
    config = configOf(options);
  } catch (error) {
    if (!(error instanceof WastelandError)) throw error;
    const check = { name: 'configuration', ok: false, detail: error.message, fix: 'correct that variable' };
    return { ok: false, checks: [check] };
  }
  const { dataDir, port, dolt, warnings } = config;
  const machine = {
    dataDir,
    port,
    remotePort: dolt.remotePort,
    dolt,
    nodeVersion: process.versions.node,
    now: systemClock.now(),
  };
  const { checks, ...rest } = await examineMachine(machine);
  const detail = warnings.length === 0 ? 'read' : warnings.join('; ');
  return { ...rest, checks: [{ name: 'configuration', ok: true, detail }, ...checks] };
}

function linesOf({ name, ok, detail, fix }: Check): string[] {
  const line = `${ok ? 'ok   ' : 'WRONG'} ${name}: ${oneLine(detail)}`;
  return fix === undefined ? [line] : [line, `      ${oneLine(fix)}`];
}
