import { Option } from 'commander';
import type { Command } from 'commander';
import type { GateAnswer, GateQuery } from '../wire/api/gate.ts';
import { gateActs } from '../wire/gate.ts';
import { defined } from './defined.ts';
import { nodeOf, wholeNumber, withNode } from './options.ts';
import type { NodeOptions } from './options.ts';
import { exitCodes } from './terminal/exit-codes.ts';
import { print } from './terminal/output.ts';
import { rigName } from './terminal/table.ts';

interface GateOptions extends NodeOptions {
  act: Exclude<GateQuery['act'], undefined>;
  item?: string;
  number?: number;
}

/** `wasteland gate <who>`; a no ends with the exit code of a refusal. */
export function addGate(program: Command): Command {
  const command = program
    .command('gate <who>')
    .description('may this one, here? A rig, or an account such as github:alice')
    .addOption(new Option('--act <act>', 'what they would do').choices(gateActs).default('contribute'))
    .option('--item <item>', 'with which item')
    .option('--number <n>', "GitHub's number of the account", wholeNumber);
  return withNode(command).action(async (who: string, { act, item, number, ...options }: GateOptions) => {
    const query = { who, act, ...defined({ item, number }) };
    const answer = await nodeOf(options).get('/v1/gate', { params: { query } });
    print(options, answer, () => gateLines(who, answer));
    if (!answer.allowed) process.exitCode = exitCodes.refused;
  });
}

function gateLines(asked: string, { allowed, act, who, tier, reasons, would_change: change }: GateAnswer): string[] {
  const name = who === undefined ? asked : rigName(who);
  return [
    `${allowed ? 'yes' : 'no'}: ${name} ${allowed ? 'may' : 'may not'} ${act} here; tier ${tier.level} (${tier.name})`,
    ...reasons.map(({ code, text }) => `  ${code}: ${text}`),
    ...(change.length === 0 ? [] : ['what would change it:', ...change.map((words) => `  ${words}`)]),
  ];
}
