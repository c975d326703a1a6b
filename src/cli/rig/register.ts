import { Option } from 'commander';
import type { Command } from 'commander';
import { systemClock } from '../../clock.ts';
import { kinds } from '../../wire/words.ts';
import type { PublicKey } from '../../wire/document.ts';
import type { Kind } from '../../wire/words.ts';
import { defined } from '../defined.ts';
import { collect, nodeOf, withNode } from '../options.ts';
import type { NodeOptions } from '../options.ts';
import { UsageError } from '../terminal/exit-codes.ts';
import { print } from '../terminal/output.ts';

interface RegisterOptions extends NodeOptions {
  name?: string;
  kind: Exclude<Kind, 'node'>;
  key?: string;
  custodial?: boolean;
  recovery?: string[];
}

const rigKinds = kinds.filter((kind) => kind !== 'node');

/** `wasteland rig register <handle>` */
export function addRigRegister(command: Command): void {
  const register = command
    .command('register <handle>')
    .description('become a rig whose home is the node, with a key of your own')
    .option('--name <name>', 'what you are called, in any script')
    .addOption(new Option('--kind <kind>').choices(rigKinds).default('human'))
    .option('--key <name>', 'which of your keys')
    .option('--recovery <key>', 'a key that can take the rig back: a name, a file or a public JWK', collect)
    .option('--custodial', 'let the node make and keep the key, and act with a token');
  withNode(register).action(async (handle: string, options: RegisterOptions) => {
    await (options.custodial === true ? registerCustodial(handle, options) : registerOwn(handle, options));
  });
}

async function registerOwn(handle: string, options: RegisterOptions): Promise<void> {
  const { findKey } = await import('../keys/keyring.ts');
  const { registerKey } = await import('../keys/register.ts');
  const recovery = await publicKeys(options.recovery);
  const { name, kind } = options;
  const beginning = { kind, handle, ...(name === undefined ? {} : { name }), recovery };
  const { answer, rig } = await registerKey(nodeOf(options), findKey(options.key), beginning, systemClock);
  print(options, { ...answer, rig: { id: rig.id, handle, home: rig.home } }, () => `you are ${handle}, ${rig.id}`);
}

async function registerCustodial(handle: string, options: RegisterOptions): Promise<void> {
  if (options.key !== undefined) throw new UsageError('a custodial rig has no key of yours: leave --key out');
  const recovery = await publicKeys(options.recovery);
  const given = defined({ name: options.name, recovery: recovery.length === 0 ? undefined : recovery });
  const answer = await nodeOf(options).post('/v1/rigs', { body: { handle, kind: options.kind, ...given } });
  print(options, answer, () => [
    `you are ${answer.rig.address}, ${answer.rig.id}; the node signs for you`,
    'keep this token, it is shown once and is all that it takes to act as you (WASTELAND_TOKEN or --token):',
    answer.token,
  ]);
}

async function publicKeys(references: string[] = []): Promise<PublicKey[]> {
  const { publicKeyAt } = await import('../keys/named-keys.ts');
  return references.map(publicKeyAt);
}
