import type { Command } from 'commander';

/** `wasteland key export [key]` */
export function addKeyExport(command: Command): void {
  command
    .command('export [key]')
    .description('print a key, its private part included: for another machine of yours, or a safe place')
    .option('--public', 'only what everybody may see, as a JWK')
    .action(async (name: string | undefined, options: { public?: boolean }) => {
      const { findKey } = await import('../keys/keyring.ts');
      const { publicKeyOf } = await import('../../client/local-rig.ts');
      const key = findKey(name);
      const shown = options.public === true ? publicKeyOf(key.jwk) : key;
      process.stdout.write(`${JSON.stringify(shown)}\n`);
    });
}
