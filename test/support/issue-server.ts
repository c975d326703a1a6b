import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Test } from 'tap';

export interface StubIssue {
  number: number;
  title: string;
  body: string | null;
  labels: { id: number; name: string }[];
  state: 'open' | 'closed';
  /** GitHub leaves it out for issues, Gitea says null. */
  pull_request?: object | null;
}

interface StubComment {
  body: string;
  created_at: string;
}

interface Refusal {
  status: number;
  headers?: Record<string, string>;
  message?: string;
}

/** As its documentation says it: where the API is, how many a page has at most, and what that is called. */
const kinds = {
  github: { path: '/api/v3', limit: 'per_page', usual: 30, most: 100 },
  gitea: { path: '/api/v1', limit: 'limit', usual: 50, most: 50 },
} as const;

/** A server with the issues of one repository, acme/Widgets, behind GitHub's API or Gitea's. */
export class IssueServer {
  readonly kind: keyof typeof kinds;
  readonly issues: StubIssue[] = [];
  readonly comments = new Map<number, StubComment[]>();
  /** Method and path of all that was asked, in order. */
  readonly asked: string[] = [];
  /** What the next requests are refused with, one each. */
  readonly refusals: Refusal[] = [];
  /** The one token that it takes; without one everybody may read. */
  token: string | undefined;
  url = '';

  private constructor(kind: keyof typeof kinds) {
    this.kind = kind;
  }

  static async start(t: Test, kind: keyof typeof kinds = 'github'): Promise<IssueServer> {
    const stub = new IssueServer(kind);
    const server = createServer((request, response) => void stub.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.teardown(() => {
      server.closeAllConnections();
      server.close();
    });
    stub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return stub;
  }

  /** Opens issues with a label, numbered on. */
  open(count: number, label = 'help wanted'): void {
    for (let n = 0; n < count; n += 1) {
      const number = this.issues.length + 1;
      const labels = [{ id: 1, name: label }];
      this.issues.push({
        number,
        title: `Issue ${number}`,
        body: `Text of ${number}.\r\n\r\nMore.`,
        labels,
        state: 'open',
      });
    }
  }

  issue(number: number): StubIssue {
    return this.issues[number - 1] as StubIssue;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.url);
    const { path: base } = kinds[this.kind];
    this.asked.push(`${request.method} ${url.pathname}${url.search}`);
    const send = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
      response.end(JSON.stringify(body));
    };
    const refusal = this.refusals.shift();
    if (refusal !== undefined) return send(refusal.status, { message: refusal.message ?? 'no' }, refusal.headers);
    const credentials = request.headers.authorization;
    if (this.token !== undefined && credentials !== undefined && credentials !== `token ${this.token}`) {
      return send(401, { message: 'Bad credentials' });
    }
    if (this.kind === 'gitea' && url.pathname === `${base}/version`) return send(200, { version: '1.24.0' });
    const [, rest] = new RegExp(`^${base}/repos/acme/widgets(/.*)?$`, 'i').exec(url.pathname) ?? [undefined, null];
    if (rest === null) return send(404, { message: 'Not Found' });
    if (rest === undefined) return send(200, { id: 1, full_name: 'acme/Widgets', private: false });
    const [, number] = /^\/issues\/(\d+)\/comments$/.exec(rest) ?? [];
    if (number === undefined) return this.#page(url, this.#listed(url.searchParams), send);
    if (request.method === 'POST') return await this.#comment(request, Number(number), send);
    const since = Date.parse(url.searchParams.get('since') ?? '');
    const said = this.comments.get(Number(number)) ?? [];
    this.#page(
      url,
      said.filter((comment) => !(Date.parse(comment.created_at) < since)),
      send,
    );
  }

  /** Gitea shows pull requests too, puts the newest first, and leaves out a label that nobody knows. */
  #listed(query: URLSearchParams): StubIssue[] {
    const open = this.issues.filter(({ state }) => state === query.get('state'));
    const label = query.get('labels')?.toLowerCase();
    const labelled = open.filter(({ labels }) => labels.some(({ name }) => name.toLowerCase() === label));
    if (this.kind === 'github') return labelled;
    return (labelled.length === 0 ? open : labelled).toReversed();
  }

  #page(
    url: URL,
    all: unknown[],
    send: (status: number, body: unknown, headers?: Record<string, string>) => void,
  ): void {
    const { limit, usual, most } = kinds[this.kind];
    const size = Math.min(most, Number(url.searchParams.get(limit) ?? usual));
    const page = Number(url.searchParams.get('page') ?? 1);
    const next = new URL(url);
    next.searchParams.set('page', String(page + 1));
    // Behind a proxy a server may not know its own address.
    next.host = 'elsewhere.example';
    const link = page * size < all.length ? { link: `<${next.href}>; rel="next", <${next.href}>; rel="last"` } : {};
    send(200, all.slice((page - 1) * size, page * size), link);
  }

  async #comment(
    request: IncomingMessage,
    number: number,
    send: (status: number, body: unknown) => void,
  ): Promise<void> {
    const { body } = JSON.parse(await text(request)) as { body: string };
    if (request.headers.authorization === undefined) return send(401, { message: 'Requires authentication' });
    const said = this.comments.get(number) ?? [];
    this.comments.set(number, [...said, { body, created_at: new Date().toISOString() }]);
    send(201, { id: said.length + 1, body });
  }
}
