import type { Command } from 'commander';
import { NodeClient } from '../../client/node-client.ts';
import type { Account, StatementAnswer } from '../../wire/api/account.ts';
import { bearerOf } from '../acting/bearer.ts';
import { defined } from '../defined.ts';
import { nodeOf, urlOf, withActing } from '../options.ts';
import type { ActingOptions } from '../options.ts';
import { accountText } from '../terminal/account.ts';
import { exitCodes, UsageError } from '../terminal/exit-codes.ts';
import { print } from '../terminal/output.ts';
import { ownRig } from './own-rig.ts';

interface ProveOptions extends ActingOptions {
  check?: boolean;
  gist?: string;
}

/** `wasteland rig prove <account>`, `wasteland rig prove --check [account]` */
export function addRigProve(command: Command): void {
  const prove = command
    .command('prove [account]')
    .description('show that an account elsewhere is yours: github:alice, domain:example.org')
    .option('--check', 'let the node look whether the statement stands where it must')
    .option('--gist <id>', 'with --check: the gist that holds it, its id or its URL');
  withActing(prove).action(async (account: string | undefined, options: ProveOptions) => {
    if (options.check === true) return await check(options, account);
    if (account === undefined) throw new UsageError('say which account, for example github:alice');
    if (options.gist !== undefined) throw new UsageError('--gist goes with --check');
    const token = bearerOf(options);
    const answer = await (token === undefined ? signOwn(options, account) : signCustodial(options, token, account));
    print(options, answer, () => statementLines(answer));
  });
}

async function check(options: ProveOptions, account: string | undefined): Promise<void> {
  const token = bearerOf(options);
  const id = await (token === undefined ? keyRig(options) : ownRig(new NodeClient({ url: urlOf(options), token })));
  const body = defined({ account, gist: options.gist });
  const answer = await nodeOf(options).post('/v1/rigs/{id}/accounts/check', { params: { path: { id } }, body });
  print(options, answer, () => answer.accounts.map((each: Account) => `${each.account}: ${accountText(each)}`));
  if (!answer.accounts.every(({ proven }) => proven)) process.exitCode = exitCodes.failed;
}

async function keyRig(options: ProveOptions): Promise<string> {
  const { findKey, rigOf } = await import('../keys/keyring.ts');
  return rigOf(findKey(options.key)).id;
}

async function signCustodial(options: ProveOptions, token: string, account: string): Promise<StatementAnswer> {
  const node = new NodeClient({ url: urlOf(options), token });
  const path = { id: await ownRig(node) };
  return await node.post('/v1/rigs/{id}/accounts/statement', { params: { path }, body: { account } });
}

async function signOwn(options: ProveOptions, account: string): Promise<StatementAnswer> {
  const { findKey, rigOf } = await import('../keys/keyring.ts');
  const { signOwnStatement } = await import('../keys/sign-statement.ts');
  return await signOwnStatement(nodeOf(options), rigOf(findKey(options.key)), account);
}

function statementLines({ account, statement, named, number, places }: StatementAnswer): string[] {
  const strings = (statement.match(/.{1,255}/g) ?? []).map((text) => `"${text}"`).join(' ');
  const unnumbered = account.startsWith('github:') && number === undefined;
  return [
    statement,
    '',
    `Put this text, on one line, in one of these places:`,
    ...places.map(({ place, where }) => `  ${place}: ${where}`),
    ...(places.some(({ place }) => place === 'dns') ? ['As a zone file has it:', `  IN TXT ${strings}`] : []),
    ...(unnumbered
      ? ["GitHub couldn't be asked for the account's number: sign again later, the proof is stronger."]
      : []),
    ...(named
      ? []
      : [`Your rig doesn't name it yet: wasteland rig edit --also-known-as ${account} (and all others again)`]),
    `Then: wasteland rig prove --check ${account}`,
  ];
}
