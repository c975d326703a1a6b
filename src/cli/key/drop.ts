import type { Command } from 'commander';
import { systemClock } from '../../clock.ts';
import { collect, nodeOf, withNode } from '../options.ts';
import type { NodeOptions } from '../options.ts';
import { print } from '../terminal/output.ts';

interface DropOptions extends NodeOptions {
  key?: string;
  upto?: string[];
}

/** `wasteland key drop <key>` */
export function addKeyDrop(command: Command): void {
  const drop = command
    .command('drop <key>')
    .description('take a key from your rig: by its name here, a file, or its kid; another key of the rig signs this')
    .option('--key <name>', 'the key that signs this')
    .option('--upto <origin=seq>', 'how far it still counts in a log, when it was stolen; may be repeated', collect);
  withNode(drop).action(async (reference: string, options: DropOptions) => {
    const { dropKeys } = await import('../../client/rig-keys.ts');
    const { findKey } = await import('../keys/keyring.ts');
    const { kidAt } = await import('../keys/named-keys.ts');
    const { publishNext } = await import('../keys/publish.ts');
    const { uptoOf } = await import('../keys/upto.ts');
    const kid = kidAt(reference);
    const upto = uptoOf(options.upto);
    const node = nodeOf(options);
    const { answer } = await publishNext(node, findKey(options.key), systemClock, (before) =>
      dropKeys(node, before, [kid], systemClock.now(), upto),
    );
    const counts = upto === undefined ? 'what it signed up to now still counts' : 'what it signed later does not count';
    print(options, answer, () => `dropped ${kid}; ${counts}`);
  });
}
