import type { Clock } from '../../clock.ts';
import { issuePosting } from '../../domain/issues/posting.ts';
import { addressRules } from '../../net/addresses.ts';
import { GithubApi } from '../../net/github-api.ts';
import { GithubIssues } from '../../net/github-issues.ts';
import { placeOf } from '../../net/github-place.ts';
import { GuardedClient } from '../../net/guarded-client.ts';
import type { Item } from '../../wire/api/item.ts';
import type { Issue } from '../../wire/issue.ts';
import { openImporting } from '../acting/open-importing.ts';
import type { Importing } from '../acting/open-importing.ts';
import { bringIssues } from './bring-issues.ts';
import type { Brought, Refused } from './bring-issues.ts';
import { commentCompleted } from './comment-completed.ts';
import type { GithubOptions } from './github.ts';
import { ownItems } from './own-items.ts';

export interface GithubReport extends Record<keyof Brought['counts'], number> {
  /** OWNER/REPO, with the host in front where it isn't github.com. */
  repository: string;
  label: string;
  issues: number;
  /** With `--comment-completed`. */
  comments?: number;
  refused: Refused[];
}

export interface GithubParts {
  rules: { allowPrivatePeers: boolean };
  githubToken: string | undefined;
  clock: Clock;
  signal: AbortSignal;
  /** Waits so many milliseconds; `why` is said where somebody else asks for it. */
  wait: (milliseconds: number, why?: string) => Promise<void>;
  onProgress: (done: number, total: number) => void;
}

/** Brings the open issues of a repository here. What stands on the board says where it goes on: nothing is kept elsewhere. */
export async function importGithub(
  repository: string,
  options: GithubOptions,
  parts: GithubParts,
): Promise<GithubReport> {
  const importing = await openImporting(options);
  const client = new GuardedClient(addressRules(parts.rules.allowPrivatePeers));
  try {
    return await importFrom(client, importing, repository, options, parts);
  } finally {
    await client.close();
  }
}

async function importFrom(
  client: GuardedClient,
  importing: Importing,
  repository: string,
  { label, baseUrl, project, type, commentCompleted: commenting }: GithubOptions,
  { githubToken: token, clock, signal, wait, onProgress }: GithubParts,
): Promise<GithubReport> {
  const now = (): number => clock.now();
  const place = await placeOf(client, baseUrl, signal);
  const { host } = new URL(place.api);
  const waiting = (milliseconds: number): Promise<void> => wait(milliseconds, `${host} asks to wait`);
  const api = new GithubApi(client, { url: place.api, token, now, wait: waiting, signal });
  const issues = new GithubIssues(api, repository);
  const name = await issues.name();
  const from = place.prefix + name;
  const found = await openIssues(issues, label);
  const known = await ownItems(importing.node, importing.rig, signal);
  const postings = found.map((issue) => {
    const link = { ref: `${from}#${issue.number}`, url: `${place.web}/${name}/issues/${issue.number}` };
    return issuePosting(issue, link, { project: project ?? name.slice(name.indexOf('/') + 1), type });
  });
  const brought = await bringIssues(importing, postings, known, { signal, onProgress });
  const report = { repository: from, label, issues: found.length, ...brought.counts, refused: brought.refused };
  if (commenting !== true) return report;
  const { url } = await importing.node.node();
  const ours = { issues, board: (url ?? importing.node.url).replace(/\/+$/, ''), now: now(), wait };
  const said = await commentCompleted(itemsOf(known, from), ours);
  return { ...report, comments: said.comments, refused: [...report.refused, ...said.refused] };
}

/** All before any is posted: only then it is known how many there are. An issue that another one pushes to the next page while it
 * is read comes twice. */
async function openIssues(issues: GithubIssues, label: string): Promise<Issue[]> {
  const found = new Map<number, Issue>();
  for await (const page of issues.open(label)) for (const issue of page) found.set(issue.number, issue);
  return [...found.values()].sort((a, b) => a.number - b.number);
}

/** The items that came from a repository, by the number of the issue. */
function itemsOf(known: ReadonlyMap<string, Item>, repository: string): Map<number, Item> {
  const items = new Map<number, Item>();
  for (const [ref, item] of known) {
    const number = ref.startsWith(`${repository}#`) ? Number(ref.slice(repository.length + 1)) : NaN;
    if (Number.isSafeInteger(number)) items.set(number, item);
  }
  return items;
}
