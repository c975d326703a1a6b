import Type from 'typebox';
import type { Static, TSchema } from 'typebox';
import { WastelandError } from '../errors.ts';
import { Issue, labelsOf } from '../wire/issue.ts';
import type { GithubApi, Page } from './github-api.ts';

const Repository = Type.Object({ full_name: Type.String() });
const Comments = Type.Array(Type.Object({ body: Type.Optional(Type.Union([Type.String(), Type.Null()])) }));

/** GitHub gives a hundred on a page, Gitea's default is fifty; each knows only one of the two names. */
const perPage = { per_page: '100', limit: '100' };
const mostPages = 200;
const mostCommentPages = 20;

/** The issues of one repository, as the APIs of GitHub, Forgejo and Gitea show them alike. */
export class GithubIssues {
  readonly #api: GithubApi;
  readonly #repository: string;

  /** `repository`: OWNER/REPO. */
  constructor(api: GithubApi, repository: string) {
    this.#api = api;
    this.#repository = repository;
  }

  /** OWNER/REPO as it is written there. */
  async name(): Promise<string> {
    const { items } = await this.#api.get(`/repos/${this.#repository}`, Repository, this.#repository);
    const name = items.full_name;
    if (name.toLowerCase() === this.#repository.toLowerCase()) return name;
    throw new WastelandError('not_found', `${this.#repository} is called ${name.slice(0, 200)} now`);
  }

  /** The open issues with a label, page by page, the oldest first where the server can. Pull requests are none. */
  async *open(label: string): AsyncGenerator<Issue[]> {
    const query = { state: 'open', labels: label, sort: 'created', direction: 'asc', ...perPage };
    const pages = this.#pages('/issues', query, Type.Array(Issue), mostPages);
    const wanted = label.toLowerCase();
    for await (const page of pages) {
      // Gitea leaves out a label that it doesn't have, and shows all issues then.
      const labelled = page.filter((issue) => labelsOf(issue).some((name) => name.toLowerCase() === wanted));
      yield labelled.filter(({ pull_request: pull }) => pull === undefined || pull === null);
    }
  }

  /** Whether one of the comments on an issue since a time holds a text. */
  async hasComment(number: number, text: string, since: string): Promise<boolean> {
    const query = { since, ...perPage };
    for await (const page of this.#pages(`/issues/${number}/comments`, query, Comments, mostCommentPages)) {
      if (page.some(({ body }) => body?.includes(text) === true)) return true;
    }
    return false;
  }

  /** Comments on an issue. */
  async comment(number: number, body: string): Promise<void> {
    const what = `${this.#repository}#${number}`;
    await this.#api.post(`/repos/${this.#repository}/issues/${number}/comments`, { body }, what);
  }

  async *#pages<T extends TSchema>(
    path: string,
    query: Record<string, string>,
    schema: T,
    most: number,
  ): AsyncGenerator<Static<T>> {
    let next: string | undefined = `?${new URLSearchParams(query).toString()}`;
    for (let pages = 0; next !== undefined; pages += 1) {
      if (pages === most) {
        throw new WastelandError('too_large', `${this.#repository}: more than ${most} pages of ${path}`);
      }
      const page: Page<Static<T>> = await this.#api.get(
        `/repos/${this.#repository}${path}${next}`,
        schema,
        this.#repository,
      );
      yield page.items;
      next = page.next;
    }
  }
}
