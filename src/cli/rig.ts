import type { Command } from 'commander';
import { systemClock } from '../clock.ts';
import { kinds } from '../wire/document.ts';
import type { Kind, PublicKey } from '../wire/document.ts';
import { defined } from './defined.ts';
import { collect, nodeOf, withNode } from './options.ts';
import type { NodeOptions } from './options.ts';
import { UsageError } from './terminal/exit-codes.ts';
import { print } from './terminal/output.ts';
import { rigLines } from './terminal/rig.ts';
import { table } from './terminal/table.ts';

interface RegisterOptions extends NodeOptions {
  name?: string;
  kind: string;
  key?: string;
  custodial?: boolean;
  recovery?: string[];
}

/** `wasteland rig register|show|list` */
export function addRig(program: Command): Command {
  const command = program.command('rig').description('who acts: people, agents, teams');
  const register = command
    .command('register <handle>')
    .description('become a rig whose home is the node, with a key of your own')
    .option('--name <name>', 'what you are called, in any script')
    .option('--kind <kind>', 'human, agent, team or org', 'human')
    .option('--key <name>', 'which of your keys')
    .option('--recovery <key>', 'another key of yours that can take the rig back; may be repeated', collect)
    .option('--custodial', 'let the node make and keep the key, and act with a token');
  withNode(register).action(async (handle: string, options: RegisterOptions) => {
    await (options.custodial === true ? registerCustodial(handle, options) : registerOwn(handle, options));
  });
  const show = command.command('show <rig>').description('a rig and the evidence about its work');
  withNode(show).action(async (reference: string, options: NodeOptions) => {
    const rig = await nodeOf(options).get('/v1/rigs/{id}', { params: { path: { id: reference } } });
    print(options, rig, () => rigLines(rig));
  });
  const list = command
    .command('list')
    .description('rigs that the node knows')
    .option('--cursor <cursor>', 'where the page before ended');
  withNode(list).action(async (options: NodeOptions & { cursor?: string }) => {
    const page = await nodeOf(options).get('/v1/rigs', { params: { query: defined({ cursor: options.cursor }) } });
    print(options, page, () => {
      const rows = page.items.map(({ id, kind, address, name }) => [address, kind, id, name ?? '']);
      const more = page.next_cursor === null ? [] : ['', `more: --cursor ${page.next_cursor}`];
      return [...table(['ADDRESS', 'KIND', 'ID', 'NAME'], rows), ...more];
    });
  });
  return command;
}

async function registerOwn(handle: string, options: RegisterOptions): Promise<void> {
  const { findKey } = await import('./keys/keyring.ts');
  const { registerKey } = await import('./keys/register.ts');
  const recovery = await publicKeys(options.recovery);
  const { name } = options;
  const beginning = { kind: kindOf(options), handle, ...(name === undefined ? {} : { name }), recovery };
  const { answer, rig } = await registerKey(nodeOf(options), findKey(options.key), beginning, systemClock);
  print(options, { ...answer, rig: { id: rig.id, handle, home: rig.home } }, () => `you are ${handle}, ${rig.id}`);
}

async function registerCustodial(handle: string, options: RegisterOptions): Promise<void> {
  if (options.key !== undefined) throw new UsageError('a custodial rig has no key of yours: leave --key out');
  const recovery = await publicKeys(options.recovery);
  const given = defined({ name: options.name, recovery: recovery.length === 0 ? undefined : recovery });
  const answer = await nodeOf(options).post('/v1/rigs', { body: { handle, kind: kindOf(options), ...given } });
  print(options, answer, () => [
    `you are ${answer.rig.address}, ${answer.rig.id}; the node signs for you`,
    'keep this token, it is shown once and is all that it takes to act as you (WASTELAND_TOKEN or --token):',
    answer.token,
  ]);
}

function kindOf({ kind }: RegisterOptions): Exclude<Kind, 'node'> {
  const found = kinds.find((each) => each === kind);
  if (found === undefined || found === 'node') throw new UsageError('--kind is human, agent, team or org');
  return found;
}

async function publicKeys(names: string[] = []): Promise<PublicKey[]> {
  const { findKey } = await import('./keys/keyring.ts');
  return names.map((name) => ({ kty: 'OKP', crv: 'Ed25519', x: findKey(name).jwk.x }));
}
