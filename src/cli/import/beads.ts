import type { Command } from 'commander';
import { withActing } from '../options.ts';
import { oneLine, print } from '../terminal/output.ts';
import type { Imported, ImportOptions } from './beads-run.ts';

/** `wasteland import beads <file>` */
export function addImportBeads(command: Command): void {
  const beads = command
    .command('beads <file>')
    .description("post a project's open beads (bd's JSON lines; - reads stdin), each once however often it is read")
    .option('--project <name>', 'the project of the new items')
    .option('--dry-run', 'check the file and say what would be posted');
  withActing(beads).action(async (file: string, options: ImportOptions) => {
    // What reads and checks the file is loaded only here.
    const { importBeads } = await import('./beads-run.ts');
    const imported = await importBeads(file, options);
    print(options, imported, () => linesOf(imported, options.dryRun === true));
  });
}

function linesOf({ posted, known, left_out: leftOut, ...named }: Imported, dry: boolean): string[] {
  const { closed, put_aside: putAside, no_work: noWork } = leftOut;
  return [
    `${posted} ${dry ? 'would be posted' : 'posted'}, ${known} here already`,
    `left out: ${closed} closed, ${putAside} put aside (deferred, pinned), ${noWork} that nobody can do`,
    ...listed('shortened, since an item takes no more', named.shortened),
    ...listed('named by others, but neither in the file nor here', named.unknown),
    ...listed('closed there but not here (wasteland withdraw)', named.closed_there),
  ];
}

const mostNamed = 20;

function listed(what: string, beads: string[]): string[] {
  if (beads.length === 0) return [];
  const more = beads.length > mostNamed ? ', …' : '';
  return [`${beads.length} ${what}: ${oneLine(beads.slice(0, mostNamed).join(', '))}${more}`];
}
