import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { Test } from 'tap';
import { Webhook } from 'standardwebhooks';
import { listen } from './peer.ts';

/** What an endpoint was given, as it was sent. */
export interface Letter {
  id: string;
  headers: IncomingHttpHeaders;
  text: string;
  // A test knows what it asked for.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** An endpoint of webhooks: keeps what it is given, and answers as it is told. */
export class Endpoint {
  readonly url: string;
  readonly letters: Letter[] = [];
  /** Status of each answer; undefined lets the connection drop. */
  answer: (letter: Letter) => number | undefined = () => 204;

  private constructor(url: string) {
    this.url = url;
  }

  static async start(t: Test): Promise<Endpoint> {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        const { headers } = request;
        const letter = { id: String(headers['webhook-id']), headers, text, body: JSON.parse(text) };
        endpoint.letters.push(letter);
        const status = endpoint.answer(letter);
        if (status === undefined) request.socket.destroy();
        else response.writeHead(status, status === 302 ? { location: endpoint.url } : {}).end();
      });
    });
    const endpoint = new Endpoint(`${await listen(t, server)}/hook`);
    return endpoint;
  }

  /** Throws for a letter that the published library doesn't believe. */
  verify(secret: string, { text, headers }: Letter): void {
    new Webhook(secret).verify(text, headers as Record<string, string>);
  }

  /** Ids of what came, each once, in the order in which it came first. */
  get ids(): string[] {
    return [...new Set(this.letters.map(({ id }) => id))];
  }
}
