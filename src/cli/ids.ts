import type { Command } from 'commander';

/** One identity id in 64 begins with `-`, and one id of a token, and would be taken for an option. */
const idLikeOption = /^-[A-Za-z0-9_-]{21}(?:[A-Za-z0-9_-]{21})?$/;
/** No argument of a process can hold it. */
const mark = '\u0000';

/** Arguments in which ids can't be mistaken for options. */
export function markIds(argv: readonly string[]): string[] {
  return argv.map((argument) => (idLikeOption.test(argument) ? mark + argument : argument));
}

/** Lets a program's actions see the ids as they were given. */
export function unmarkIds(program: Command): Command {
  return program.hook('preAction', (_program, command) => {
    command.processedArgs.forEach((value: unknown, position) => {
      command.processedArgs[position] = unmarked(value);
    });
    for (const [name, value] of Object.entries(command.opts<Record<string, unknown>>())) {
      command.setOptionValue(name, unmarked(value));
    }
  });
}

function unmarked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unmarked);
  return typeof value === 'string' && value.startsWith(mark) ? value.slice(mark.length) : value;
}
