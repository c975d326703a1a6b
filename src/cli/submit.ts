import type { Command } from 'commander';
import { openDoor } from './acting/open-door.ts';
import { showActed } from './acting/show-acted.ts';
import { defined } from './defined.ts';
import { collect, withActing } from './options.ts';
import type { ActingOptions } from './options.ts';

interface SubmitOptions extends ActingOptions {
  evidence: string[];
  summary?: string;
}

/** `wasteland submit <item> --evidence <url>` */
export function addSubmit(program: Command): Command {
  const command = program
    .command('submit <item>')
    .description('hand in the work on your claim')
    .requiredOption('--evidence <url>', 'where the work can be seen; may be repeated', collect)
    .option('--summary <text>', 'what was done');
  return withActing(command).action(async (item: string, options: SubmitOptions) => {
    const { evidence, summary } = options;
    const work = { evidence: evidence.map((url) => ({ url })), ...defined({ summary }) };
    const door = await openDoor(options);
    showActed(options, 'submitted', await door.submit(item, work));
  });
}
