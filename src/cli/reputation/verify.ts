import type { Command } from 'commander';
import type { ViewVerdict } from '../../operations/reputation/verify-view.ts';
import { urlOf, withNode } from '../options.ts';
import type { NodeOptions } from '../options.ts';
import { exitCodes } from '../terminal/exit-codes.ts';
import { print } from '../terminal/output.ts';
import { table } from '../terminal/table.ts';

/** `wasteland reputation verify <file|url>` */
export function addVerifyView(reputation: Command): void {
  const command = reputation
    .command('verify <view>')
    .description("compute a node's signed view, in a file or behind a URL, anew from the logs that another node holds");
  withNode(command).action(async (place: string, _own: NodeOptions, self: Command) => {
    // `reputation` has these options too, and takes them before this command sees them.
    const options = self.optsWithGlobals<NodeOptions>();
    const { checkView } = await import('./check-view.ts');
    const verdict = await checkView(place, urlOf(options));
    print(options, verdict, () => linesOf(verdict));
    if (!verdict.ok) process.exitCode = exitCodes.failed;
  });
}

function linesOf({ ok, iss, rigs, differences, detail }: ViewVerdict): string[] {
  const about = `the view of ${iss} on ${rigs.join(', ')}`;
  if (ok) return [`equal: ${about} is what these logs give from its roots`];
  if (detail !== undefined) return [`can't be confirmed: ${about}: ${detail}`];
  const rows = differences.map(({ rig, what, said, found }) => [rig, what, String(said), String(found)]);
  return [`WRONG: ${about}`, ...table(['RIG', 'WHAT', 'SAID', 'FOUND'], rows)];
}
