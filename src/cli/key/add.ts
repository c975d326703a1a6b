import type { Command } from 'commander';
import { systemClock } from '../../clock.ts';
import { nodeOf, withNode } from '../options.ts';
import type { NodeOptions } from '../options.ts';
import { print } from '../terminal/output.ts';

/** `wasteland key add <key>` */
export function addKeyAdd(command: Command): void {
  const add = command
    .command('add <key>')
    .description('let another key speak for your rig too: one of yours by its name, a file, or a public JWK')
    .option('--key <name>', 'the key of the rig that signs this');
  withNode(add).action(async (reference: string, options: NodeOptions & { key?: string }) => {
    const { addKey } = await import('../../client/rig-keys.ts');
    const { findKey, hasKey, saveKey } = await import('../keys/keyring.ts');
    const { kidAt, publicKeyAt } = await import('../keys/named-keys.ts');
    const { publishNext } = await import('../keys/publish.ts');
    const added = publicKeyAt(reference);
    const signer = findKey(options.key);
    const { answer, rig } = await publishNext(nodeOf(options), signer, systemClock, (before) =>
      addKey(before, added, systemClock.now()),
    );
    const { rig: own } = findKey(signer.name);
    if (/^[a-z0-9-]+$/.test(reference) && hasKey(reference) && own !== undefined) {
      saveKey({ ...findKey(reference), rig: own });
    }
    print(options, answer, () => `key ${kidAt(reference)} speaks for ${own?.handle ?? rig.id} too`);
  });
}
