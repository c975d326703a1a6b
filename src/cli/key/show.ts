import type { Command } from 'commander';
import type { ShownKey } from '../keys/shown-key.ts';
import { withJson } from '../options.ts';
import type { JsonOption } from '../options.ts';
import { print } from '../terminal/output.ts';

/** `wasteland key show [key]` */
export function addKeyShow(command: Command): void {
  const show = command.command('show [key]').description('a key, and the rig that it speaks for');
  withJson(show).action(async (reference: string | undefined, options: JsonOption) => {
    const { findKey } = await import('../keys/keyring.ts');
    const { keyAt } = await import('../keys/named-keys.ts');
    const { shownKey } = await import('../keys/shown-key.ts');
    const key = shownKey(reference === undefined ? findKey() : keyAt(reference));
    print(options, key, () => linesOf(key));
  });
}

function linesOf({ name, kid, created_at: at, jwk, rig, dropped }: ShownKey): string[] {
  const speaks = dropped === true ? 'dropped by a later document; it spoke for' : 'speaks for';
  return [
    `key ${name}: ${kid}, made ${at}`,
    `public: ${JSON.stringify(jwk)}`,
    rig === undefined ? 'no rig yet' : `${speaks} ${rig.handle}: ${rig.id}, home ${rig.home}`,
  ];
}
