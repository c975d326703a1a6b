import type { Command } from 'commander';
import { systemClock } from '../../clock.ts';
import { collect, nodeOf, wholeNumber, withNode } from '../options.ts';
import type { NodeOptions } from '../options.ts';
import { print } from '../terminal/output.ts';

interface RecoverOptions extends NodeOptions {
  with: string;
  name?: string;
  after?: number;
  upto?: string[];
}

/** `wasteland key recover <rig> --with <recovery key>` */
export function addKeyRecover(command: Command): void {
  const recover = command
    .command('recover <rig>')
    .description('take a rig back whose keys are lost or stolen: a new key speaks for it, and all others no longer')
    .requiredOption('--with <key>', 'one of its recovery keys: a name here, or a file')
    .option('--name <name>', 'what to call the new key (default)')
    .option('--after <seq>', 'the last document that was yours, when a thief has signed others since', wholeNumber)
    .option('--upto <origin=seq>', 'how far the old keys still count in a log; may be repeated', collect);
  withNode(recover).action(async (reference: string, options: RecoverOptions) => {
    const { defaultName } = await import('../keys/keyring.ts');
    const { keyAt } = await import('../keys/named-keys.ts');
    const { recoverRig } = await import('../keys/recover.ts');
    const { uptoOf } = await import('../keys/upto.ts');
    const recovery = keyAt(options.with);
    const { name = defaultName, after, upto } = options;
    const wish = { name, recovery, after, upto: uptoOf(upto) };
    const { answer, kid, handle } = await recoverRig(nodeOf(options), reference, wish, systemClock);
    print(options, answer, () => `${handle} is yours again: key ${name}, ${kid}`);
  });
}
