import { WastelandError } from '../errors.ts';
import type { GuardedClient } from './guarded-client.ts';
import { notFoundError } from './github-refusals.ts';

/** Where issues are kept: GitHub, a GitHub Enterprise server, Forgejo or Gitea. */
export interface GithubPlace {
  /** Base of the REST API. */
  api: string;
  /** Base of the pages for people. */
  web: string;
  /** What stands before OWNER/REPO where it isn't on github.com. */
  prefix: string;
}

const githubCom: GithubPlace = { api: 'https://api.github.com', web: 'https://github.com', prefix: '' };
const githubHosts: ReadonlySet<string> = new Set(['github.com', 'www.github.com', 'api.github.com']);

/** Enterprise servers have their API under the first, Forgejo and Gitea under the second. */
const enterprise = '/api/v3';
const gitea = '/api/v1';

/** The place that a base URL names, of the pages or of the API; where the API is, the server is asked. */
export async function placeOf(client: GuardedClient, baseUrl: string, signal?: AbortSignal): Promise<GithubPlace> {
  const url = URL.parse(baseUrl);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new WastelandError('url_not_allowed', `${baseUrl} is not an http or https URL`);
  }
  if (githubHosts.has(url.host)) return githubCom;
  const base = `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  const named = [enterprise, gitea].find((path) => base.endsWith(path));
  const web = named === undefined ? base : base.slice(0, -named.length);
  const path = named ?? ((await isGitea(client, web, signal)) ? gitea : enterprise);
  return { api: web + path, web, prefix: `${web.replace(/^https?:\/\//, '')}/` };
}

/** Says its version there; one that wants a sign-in for everything says that. */
async function isGitea(client: GuardedClient, web: string, signal: AbortSignal | undefined): Promise<boolean> {
  const ask = { url: `${web}${gitea}/version`, redirects: 0 };
  const sent = await client.ask(signal === undefined ? ask : { ...ask, signal });
  if (sent.kind === 'found') return [200, 401, 403].includes(sent.value.status);
  // A redirect leads to a sign-in, or nowhere.
  if (sent.kind === 'invalid') return false;
  throw notFoundError(new URL(web).host, sent);
}
