import { Option } from 'commander';
import type { Command } from 'commander';
import { NodeClient } from '../client/node-client.ts';
import type { NewToken, Token } from '../wire/api/token.ts';
import { scopes as allScopes } from '../wire/scopes.ts';
import type { Scope } from '../wire/scopes.ts';
import { defined } from './defined.ts';
import { adminOf, collect, urlOf, variable, withAdmin } from './options.ts';
import type { AdminOptions } from './options.ts';
import { UsageError } from './terminal/exit-codes.ts';
import { oneLine, print } from './terminal/output.ts';
import { table } from './terminal/table.ts';

interface TokenOptions extends AdminOptions {
  token?: string;
  rig?: string;
}

interface NewOptions extends TokenOptions {
  scope?: Scope[];
  name?: string;
  expiresIn?: number;
}

/** `wasteland token new|list|revoke` */
export function addToken(program: Command): Command {
  const command = program.command('token').description('tokens with which a node signs for a rig whose key it holds');
  const scope = new Option('--scope <scope>', `${allScopes.join(', ')}; may be repeated`).argParser(
    (text, before: string[] | undefined) => collect(scopeNamed(text), before),
  );
  const make = command
    .command('new')
    .description('make a token that may do some of what yours may')
    .addOption(scope)
    .option('--name <name>', 'what it is for')
    .option('--expires-in <time>', 'when it ends by itself: 90m, 12h, 30d', seconds);
  withWhose(make).action(makeToken);
  withWhose(command.command('list').description('list the tokens of a rig')).action(listTokens);
  withWhose(command.command('revoke <id>').description('end a token')).action(revokeToken);
  return command;
}

async function makeToken({ scope, name, expiresIn, ...options }: NewOptions): Promise<void> {
  const wish = defined({ name, expires_in: expiresIn });
  const made = await (options.rig === undefined
    ? bearerOf(options).post('/v1/tokens', { body: { scopes: neededScopes(scope), ...wish } })
    : adminOf(options).post('/v1/admin/tokens', {
        body: { rig: options.rig, ...wish, ...defined({ scopes: scope }) },
      }));
  print(options, made, () => madeLines(made));
}

async function listTokens(options: TokenOptions): Promise<void> {
  const query = { limit: 200 };
  const page = await (options.rig === undefined
    ? bearerOf(options).get('/v1/tokens', { params: { query } })
    : adminOf(options).get('/v1/admin/tokens', { params: { query: { rig: options.rig, ...query } } }));
  print(options, page, () => table(['ID', 'NAME', 'SCOPES', 'MADE', 'STATE'], page.items.map(rowOf)));
}

async function revokeToken(id: string, options: TokenOptions): Promise<void> {
  const init = { params: { path: { id } } };
  await (options.rig === undefined
    ? bearerOf(options).delete('/v1/tokens/{id}', init)
    : adminOf(options).delete('/v1/admin/tokens/{id}', init));
  print(options, { id }, () => `ended ${oneLine(id)}`);
}

function withWhose(command: Command): Command {
  return withAdmin(command)
    .option('--token <token>', 'the token of the rig whose tokens they are (WASTELAND_TOKEN)')
    .option('--rig <rig>', 'as the operator: whose tokens, when the rig has lost its own');
}

function bearerOf(options: TokenOptions): NodeClient {
  const token = options.token ?? variable('TOKEN');
  if (token === undefined) {
    throw new UsageError('whose tokens? Give --token (WASTELAND_TOKEN), or as the operator --rig');
  }
  return new NodeClient({ url: urlOf(options), token });
}

function neededScopes(scopes: Scope[] | undefined): Scope[] {
  if (scopes !== undefined) return scopes;
  throw new UsageError(`--scope is needed, once for each of: ${allScopes.join(', ')}`);
}

function scopeNamed(text: string): Scope {
  const found = allScopes.find((scope) => scope === text);
  if (found === undefined) throw new UsageError(`--scope ${text}: one of ${allScopes.join(', ')}`);
  return found;
}

const units: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 };

function seconds(text: string): number {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) throw new UsageError(`--expires-in ${text}: write 90m, 12h or 30d`);
  return Number(count) * (units[unit] ?? 1);
}

function madeLines({ id, scopes, expires_at: end, token }: NewToken): string[] {
  const until = end === undefined ? '' : `, until ${end}`;
  return [`token ${id} for ${scopes.join(', ')}${until}; its text is shown this once:`, token];
}

function rowOf({ id, name, scopes, created_at: at, expires_at: end, revoked_at: ended, current }: Token): string[] {
  const state = ended === undefined ? (end === undefined ? 'good' : `until ${end}`) : `ended ${ended}`;
  return [id, name ?? '', scopes.join(' '), at, current ? `${state} (this one)` : state];
}
