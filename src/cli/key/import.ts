import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { systemClock } from '../../clock.ts';
import type { KeyFile } from '../keys/keyring.ts';
import { nodeOf, withNode } from '../options.ts';
import type { NodeOptions } from '../options.ts';
import { UsageError } from '../terminal/exit-codes.ts';
import { print } from '../terminal/output.ts';

interface ImportOptions extends NodeOptions {
  name?: string;
  rig?: string;
}

/** `wasteland key import <file>` */
export function addKeyImport(command: Command): void {
  const take = command
    .command('import <file>')
    .description('take a key in: one that "key export" wrote, or a private JWK (- reads stdin)')
    .option('--name <name>', 'what to call it here')
    .option('--rig <rig>', 'the rig that it speaks for, where the file does not say');
  withNode(take).action(async (file: string, options: ImportOptions) => {
    const { checkFree, defaultName, privateKeyOf, saveKey } = await import('../keys/keyring.ts');
    const { shownKey } = await import('../keys/shown-key.ts');
    const read = keyIn(file);
    const name = options.name ?? read.name ?? defaultName;
    checkFree(name);
    const created = read.created_at ?? new Date(systemClock.now()).toISOString();
    const key: KeyFile = { ...read, name, created_at: created };
    const speaking = options.rig === undefined ? key : await speakingFor(options.rig, key, options);
    privateKeyOf(speaking);
    saveKey(speaking);
    const shown = shownKey(speaking);
    print(
      options,
      shown,
      () => `key ${shown.name}: ${shown.kid}${shown.rig ? `, speaks for ${shown.rig.handle}` : ''}`,
    );
  });
}

/** Asks the node which rig that is, and sees that the key is one of its own. */
async function speakingFor(rig: string, key: KeyFile, options: NodeOptions): Promise<KeyFile> {
  const { privateKeyOf } = await import('../keys/keyring.ts');
  const { findRig } = await import('../../client/known-rig.ts');
  const { latestDocument } = await import('../../client/document-chain.ts');
  const found = await findRig(nodeOf(options), rig, privateKeyOf(key));
  const { id, home, documents } = found;
  const { handle } = latestDocument(found).payload;
  return { ...key, rig: { id, handle, home, documents, registered: true } };
}

type Read = Pick<KeyFile, 'jwk' | 'rig'> & Partial<Pick<KeyFile, 'name' | 'created_at'>>;

function keyIn(file: string): Read {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} can't be read: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null) throw new UsageError(`${file} holds no key`);
  return ('jwk' in value ? value : { jwk: value }) as Read;
}
