import type { Command } from 'commander';
import { systemClock } from '../clock.ts';
import { thumbprint } from '../identity/keys.ts';
import { createKey, defaultName, findKey, listKeys } from './keys/keyring.ts';
import type { KeyFile } from './keys/keyring.ts';
import { withJson } from './options.ts';
import type { JsonOption } from './options.ts';
import { print } from './terminal/output.ts';
import { table } from './terminal/table.ts';

/** What may be shown of a key: everything but the private part. */
interface ShownKey {
  name: string;
  kid: string;
  jwk: { kty: string; crv: string; x: string };
  created_at: string;
  rig?: { id: string; handle: string; home: string };
}

/** `wasteland key new|list|show` */
export function addKey(program: Command): Command {
  const command = program.command('key').description('your own keys, in your configuration directory');
  withJson(command.command('new').description('make a key'))
    .option('--name <name>', 'what to call it', defaultName)
    .action(async (options: JsonOption & { name: string }) => {
      const key = shown(await createKey(options.name, systemClock.now()));
      print(options, key, () => [
        `key ${key.name}: ${key.kid}`,
        'next: wasteland rig register <handle>. Keep a copy of the file: nobody else has this key.',
      ]);
    });
  withJson(command.command('list').description('list your keys')).action((options: JsonOption) => {
    const keys = listKeys().map(shown);
    print(options, keys, () => {
      const rows = keys.map(({ name, kid, rig }) => [name, kid, rig === undefined ? '-' : `${rig.handle} ${rig.id}`]);
      return rows.length === 0 ? 'you have no key yet: wasteland key new' : table(['NAME', 'KEY', 'RIG'], rows);
    });
  });
  withJson(command.command('show [name]').description('a key and the rig that it speaks for')).action(
    (name: string | undefined, options: JsonOption) => {
      const key = shown(findKey(name));
      print(options, key, () => [
        `key ${key.name}: ${key.kid}, made ${key.created_at}`,
        `public: ${JSON.stringify(key.jwk)}`,
        key.rig === undefined ? 'no rig yet' : `rig ${key.rig.handle}: ${key.rig.id}, home ${key.rig.home}`,
      ]);
    },
  );
  return command;
}

function shown({ name, jwk, created_at, rig }: KeyFile): ShownKey {
  const { kty, crv, x } = jwk;
  const speaksFor = rig?.registered === true ? { rig: { id: rig.id, handle: rig.handle, home: rig.home } } : {};
  return { name, kid: thumbprint(x), jwk: { kty, crv, x }, created_at, ...speaksFor };
}
