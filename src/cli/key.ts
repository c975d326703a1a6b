import type { Command } from 'commander';
import { systemClock } from '../clock.ts';
import type { ShownKey } from './keys/shown-key.ts';
import { withJson } from './options.ts';
import type { JsonOption } from './options.ts';
import { print } from './terminal/output.ts';
import { table } from './terminal/table.ts';

/** `wasteland key new|list|show` */
export function addKey(program: Command): Command {
  const command = program.command('key').description('your own keys, in your configuration directory');
  const make = command.command('new').description('make a key').option('--name <name>', 'what to call it (default)');
  withJson(make).action(async (options: JsonOption & { name?: string }) => {
    const { keyring, shownKey } = await keys();
    const key = shownKey(await keyring.createKey(options.name ?? keyring.defaultName, systemClock.now()));
    print(options, key, () => [
      `key ${key.name}: ${key.kid}`,
      'next: wasteland rig register <handle>. Keep a copy of the file: nobody else has this key.',
    ]);
  });
  withJson(command.command('list').description('list your keys')).action(async (options: JsonOption) => {
    const { keyring, shownKey } = await keys();
    const all = keyring.listKeys().map(shownKey);
    print(options, all, () => (all.length === 0 ? 'you have no key yet: wasteland key new' : listLines(all)));
  });
  const show = command.command('show [name]').description('a key and the rig that it speaks for');
  withJson(show).action(async (name: string | undefined, options: JsonOption) => {
    const { keyring, shownKey } = await keys();
    const key = shownKey(keyring.findKey(name));
    print(options, key, () => showLines(key));
  });
  return command;
}

/** Loaded only when needed: what reads keys takes most of the time that a command needs to start. */
async function keys() {
  const keyring = await import('./keys/keyring.ts');
  const { shownKey } = await import('./keys/shown-key.ts');
  return { keyring, shownKey };
}

function listLines(all: ShownKey[]): string[] {
  const rows = all.map(({ name, kid, rig }) => [name, kid, rig === undefined ? '-' : `${rig.handle} ${rig.id}`]);
  return table(['NAME', 'KEY', 'RIG'], rows);
}

function showLines(key: ShownKey): string[] {
  return [
    `key ${key.name}: ${key.kid}, made ${key.created_at}`,
    `public: ${JSON.stringify(key.jwk)}`,
    key.rig === undefined ? 'no rig yet' : `rig ${key.rig.handle}: ${key.rig.id}, home ${key.rig.home}`,
  ];
}
