import type { Command } from 'commander';
import type { ShownKey } from '../keys/shown-key.ts';
import { withJson } from '../options.ts';
import type { JsonOption } from '../options.ts';
import { print } from '../terminal/output.ts';
import { table } from '../terminal/table.ts';

/** `wasteland key list` */
export function addKeyList(command: Command): void {
  withJson(command.command('list').description('list your keys')).action(async (options: JsonOption) => {
    const { listKeys } = await import('../keys/keyring.ts');
    const { shownKey } = await import('../keys/shown-key.ts');
    const all = listKeys().map(shownKey);
    const lines = () => table(['NAME', 'KEY', 'RIG', ''], all.map(rowOf));
    print(options, all, () => (all.length === 0 ? 'you have no key yet: wasteland key new' : lines()));
  });
}

function rowOf({ name, kid, rig, dropped }: ShownKey): string[] {
  return [name, kid, rig === undefined ? '-' : `${rig.handle} ${rig.id}`, dropped === true ? 'dropped' : ''];
}
