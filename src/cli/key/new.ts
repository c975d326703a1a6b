import type { Command } from 'commander';
import { systemClock } from '../../clock.ts';
import { withJson } from '../options.ts';
import type { JsonOption } from '../options.ts';
import { print } from '../terminal/output.ts';

/** `wasteland key new` */
export function addKeyNew(command: Command): void {
  const make = command
    .command('new')
    .description('make a key')
    .option('--name <name>', 'what to call it (default)')
    .option('--out <file>', 'write it there instead: a recovery key belongs where nobody who has your others finds it');
  withJson(make).action(async (options: JsonOption & { name?: string; out?: string }) => {
    const { checkFreeFile, createKey, defaultName, makeKey, writeKeyFile } = await import('../keys/keyring.ts');
    const { shownKey } = await import('../keys/shown-key.ts');
    const { name, out } = options;
    const now = systemClock.now();
    if (out === undefined) {
      const key = shownKey(await createKey(name ?? defaultName, now));
      print(options, key, () => [
        `key ${key.name}: ${key.kid}`,
        'next: wasteland rig register <handle>. Keep a copy of the file: nobody else has this key.',
      ]);
      return;
    }
    checkFreeFile(out);
    const key = await makeKey(name ?? 'recovery', now);
    writeKeyFile(out, key);
    const shown = shownKey(key);
    print(options, { ...shown, file: out }, () => [
      `key ${shown.name}: ${shown.kid}, in ${out}`,
      'as a recovery key: wasteland rig register <handle> --recovery <this file>, then take the file away from here.',
    ]);
  });
}
