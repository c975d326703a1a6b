/** Accounts elsewhere that a rig can prove to be its own, as `also_known_as` of its documents names them. */

export interface GithubAccount {
  kind: 'github';
  /** `github:` and the login in lowercase: GitHub doesn't tell the case of logins apart. */
  name: string;
  login: string;
  /** A gist that is said to hold the statement. */
  gist?: string;
}

export interface DomainAccount {
  kind: 'domain';
  /** `domain:` and the host, in lowercase and punycode; with a port where one is given. */
  name: string;
  host: string;
  port?: string;
}

export type Account = GithubAccount | DomainAccount;

/** Logins of companies' users have an underscore (alice_acme). */
const githubUri = /^(?:github:|https:\/\/github\.com\/)([a-z0-9][a-z0-9_-]{0,38})\/?$/i;
const gistUri = /^https:\/\/gist\.github\.com\/([a-z0-9][a-z0-9_-]{0,38})\/([0-9a-f]{5,64})\/?$/i;
const domainUri = /^(?:domain:|https:\/\/)([^\s/?#@\\]+)\/?$/i;
const hostName = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/** The account that a URI names: `github:alice`, `https://github.com/alice`, a gist's page, `domain:example.org` or
 * `https://example.org`; undefined for whatever nobody can prove here. */
export function readAccount(uri: string): Account | undefined {
  const gist = gistUri.exec(uri);
  if (gist !== null) return { ...github(gist[1]), gist: (gist[2] ?? '').toLowerCase() };
  const user = githubUri.exec(uri);
  if (user !== null) return github(user[1]);
  const domain = domainUri.exec(uri);
  return domain === null ? undefined : domainOf(domain[1] ?? '');
}

/** The accounts that a rig names, each once, in its order; what is no account that can be proven is left out. */
export function accountsNamed(alsoKnownAs: readonly string[]): Account[] {
  const byName = new Map<string, Account>();
  for (const uri of alsoKnownAs) {
    const account = readAccount(uri);
    if (account !== undefined) byName.set(account.name, { ...byName.get(account.name), ...account });
  }
  return [...byName.values()];
}

function github(login = ''): GithubAccount {
  return { kind: 'github', name: `github:${login.toLowerCase()}`, login: login.toLowerCase() };
}

function domainOf(text: string): DomainAccount | undefined {
  const url = URL.parse(`https://${text}`);
  if (url === null || !hostName.test(url.hostname) || url.hostname.includes('..')) return undefined;
  const { hostname: host, port } = url;
  return { kind: 'domain', name: `domain:${url.host}`, host, ...(port === '' ? {} : { port }) };
}
