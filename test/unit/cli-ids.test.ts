import { Command } from 'commander';
import t from 'tap';
import { markIds, unmarkIds } from '../../src/cli/ids.ts';
import { createProgram } from '../../src/cli/program.ts';

/** Of an identity, and of tokens. */
const ids = [`-f${'U'.repeat(41)}`, '-3-p1p8niBbnyszrE19JGQ', '--3p1p8niBbnyszrE19JGQ'];

/** What an action sees of a command line. */
async function seen(...args: string[]): Promise<unknown> {
  let found: unknown;
  const program = new Command('wasteland').exitOverride().configureOutput({ writeErr: () => undefined });
  program
    .command('log [origin]')
    .option('--sort <order>')
    .option('--with <rig...>')
    .action((origin: string | undefined, options: object) => {
      found = { origin, ...options };
    });
  await unmarkIds(program).parseAsync(['node', 'wasteland', ...markIds(args)]);
  return found;
}

t.test('an id that begins with a dash is an argument, wherever it stands', async (t) => {
  for (const id of ids) {
    t.same(await seen('log', id, '--sort', '-seq'), { origin: id, sort: '-seq' });
    t.same(await seen('log', '--with', id, 'b'), { origin: undefined, with: [id, 'b'] });
  }
  await t.rejects(seen('log', '-x'), { code: 'commander.unknownOption' });
});

t.test('no option is taken for an id', (t) => {
  const flagsOf = (command: Command): string[] => [
    ...command.options.flatMap(({ short, long }) => [short, long].filter((flag) => flag !== undefined)),
    ...command.commands.flatMap(flagsOf),
  ];
  const flags = flagsOf(createProgram());
  t.ok(flags.includes('--json'));
  t.same(markIds(flags), flags);
  t.end();
});
