import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Test } from 'tap';

/** What a path is answered with; a function does it all by itself. */
export type Served = { status?: number; body?: string; headers?: Record<string, string> } | Handler;
type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A web server on a free loopback port whose answers tests write, path by path; everything else is 404. */
export class StubServer {
  readonly url: string;
  readonly port: number;
  readonly pages = new Map<string, Served>();
  /** Paths that were asked, in order. */
  readonly asked: string[] = [];

  private constructor(port: number) {
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(t: Test): Promise<StubServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.teardown(() => {
      server.closeAllConnections();
      server.close();
    });
    const stub = new StubServer((server.address() as AddressInfo).port);
    server.on('request', (request, response) => stub.#answer(request, response));
    return stub;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '';
    this.asked.push(path);
    const served = this.pages.get(path) ?? { status: 404, body: '{"message":"Not Found"}' };
    if (typeof served === 'function') return served(request, response);
    response.writeHead(served.status ?? 200, served.headers ?? {}).end(served.body ?? '');
  }

  /** A GitHub user. */
  user(login: string, number: number): void {
    this.pages.set(`/users/${login.toLowerCase()}`, { body: JSON.stringify({ login, id: number, type: 'User' }) });
  }

  /** The file of a user's profile repository, as its raw media type gives it. */
  profile(login: string, text: string): void {
    this.pages.set(`/repos/${login}/${login}/contents/wasteland-rig`, { body: text });
  }

  /** A gist with one file. */
  gist(id: string, owner: { login: string; id: number } | null, content: string): void {
    const files = { 'wasteland.txt': { filename: 'wasteland.txt', type: 'text/plain', truncated: false, content } };
    this.pages.set(`/gists/${id}`, { body: JSON.stringify({ id, public: true, owner, files }) });
  }

  /** What stands under the well-known path of a domain. */
  wellKnown(served: Served): void {
    this.pages.set('/.well-known/wasteland-rig', served);
  }
}
