import { tokensIn } from '../../identity/account-statement.ts';
import type { Account, DomainAccount, GithubAccount } from '../../domain/account-name.ts';
import type { Github } from '../../net/github.ts';
import type { GuardedClient } from '../../net/guarded-client.ts';
import type { NotFound } from '../../net/outcome.ts';
import type { TxtRecords } from '../../net/txt-records.ts';
import type { AccountCode, AccountPlace } from '../../wire/account.ts';

/** The outside, as far as statements stand there. */
export interface Outside {
  client: Pick<GuardedClient, 'ask'>;
  github: Pick<Github, 'user' | 'gist' | 'profileFile'>;
  txt: Pick<TxtRecords, 'of'>;
  /** Whether a domain may have a port, which is then asked over http: for tests and intranets. */
  allowPorts: boolean;
  signal: AbortSignal;
}

/** What stands at one place, or why nothing could be read there. */
export type Looked =
  | { kind: 'found'; place: AccountPlace; texts: string[]; number?: number; gist?: string }
  | { kind: 'unreachable'; detail: string }
  | { kind: 'failed'; code: AccountCode; detail: string };

export type Look = (outside: Outside) => Promise<Looked>;

/** The places to look at for an account, in order; each costs requests, so the next is for when the one before wasn't
 * enough. Gists are told by others: a wrong one must not keep from the right one. */
export function looksFor(account: Account, gists: readonly string[]): Look[] {
  if (account.kind === 'domain') return [lookAtWellKnown(account), lookAtDns(account)];
  const named = new Set([...gists, ...(account.gist === undefined ? [] : [account.gist])]);
  return [...[...named].map((gist) => lookAtGist(account, gist)), lookAtProfile(account)];
}

function lookAtGist({ login }: GithubAccount, id: string): Look {
  return async ({ github, signal }) => {
    const gist = await github.gist(id, signal);
    if (gist.kind !== 'found') return nothing(gist, 'no_statement', `there is no public gist ${id}`);
    const { owner, texts } = gist.value;
    if (owner?.login !== login) return failed('other_account', `gist ${id} is of ${owner?.login ?? 'nobody'}`);
    return { kind: 'found', place: 'gist', gist: id, texts: texts.flatMap(tokensIn), number: owner.number };
  };
}

function lookAtProfile({ login }: GithubAccount): Look {
  return async ({ github, signal }) => {
    // First who has the login now: the repository of who had it before may still answer under the old name.
    const user = await github.user(login, signal);
    if (user.kind !== 'found') return nothing(user, 'no_such_account', `GitHub knows no ${login}`);
    if (user.value.login !== login) return failed('bad_answer', `asked for ${login}, GitHub speaks of another`);
    const file = await github.profileFile(login, signal);
    if (file.kind !== 'found') return nothing(file, 'no_statement', `${login}/${login} has no file wasteland-rig`);
    return { kind: 'found', place: 'profile', texts: tokensIn(file.value), number: user.value.number };
  };
}

function lookAtWellKnown({ host, port }: DomainAccount): Look {
  return async ({ client, allowPorts, signal }) => {
    if (port !== undefined && !allowPorts) return failed('not_admitted', 'a domain has no port');
    const base = port === undefined ? `https://${host}` : `http://${host}:${port}`;
    const sent = await client.ask({ url: `${base}/.well-known/wasteland-rig`, accept: 'text/plain, */*', signal });
    const absent = `${host} has no /.well-known/wasteland-rig`;
    if (sent.kind !== 'found') return nothing(sent, 'no_statement', absent);
    const { status, text } = sent.value;
    if (status === 200) return { kind: 'found', place: 'well_known', texts: tokensIn(text) };
    if (status === 408 || status === 429 || status >= 500) return unreachable(`${host} answered with ${status}`);
    return failed('no_statement', `${absent} (${status})`);
  };
}

function lookAtDns({ host, port }: DomainAccount): Look {
  return async ({ txt }) => {
    const absent = `there is no TXT record of _wasteland-rig.${host}`;
    if (port !== undefined || !/[a-z]/.test(host)) return failed('no_statement', absent);
    const records = await txt.of(`_wasteland-rig.${host}`);
    if (records.kind !== 'found') return nothing(records, 'no_statement', absent);
    return { kind: 'found', place: 'dns', texts: records.value.flatMap(tokensIn) };
  };
}

function nothing(outcome: NotFound, code: AccountCode, absent: string): Looked {
  switch (outcome.kind) {
    case 'absent':
      return failed(code, absent);
    case 'unreachable':
      return unreachable(outcome.detail);
    case 'invalid':
      return failed('bad_answer', outcome.detail);
    case 'refused':
      return failed(outcome.by === 'us' ? 'not_admitted' : 'bad_answer', outcome.detail);
  }
}

function unreachable(detail: string): Looked {
  return { kind: 'unreachable', detail };
}

function failed(code: AccountCode, detail: string): Looked {
  return { kind: 'failed', code, detail };
}
