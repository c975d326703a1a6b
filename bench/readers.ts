import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';

/** Readers of one node's stream, in a process of their own: `readers.ts URL COUNT`. The last one takes nothing from its
 * socket until it is told to. They do as told by messages, and answer each with one. */

export type Order = { do: 'open' | 'close' | 'report' } | { do: 'catch up'; place: number };

export interface Report {
  /** Readers that have heard every place from the first to the last. */
  complete: number;
  /** Times that a place was missing or came twice. */
  wrong: number;
  last: number;
}

const [url = '', count = '0'] = process.argv.slice(2);

class Reader {
  readonly #stalls: boolean;
  #answer: IncomingMessage | undefined;
  #rest = '';
  #id = '';
  place = 0;
  first = 0;
  wrong = 0;

  constructor(stalls: boolean) {
    this.#stalls = stalls;
  }

  async open(): Promise<void> {
    const headers = this.#id === '' ? {} : { 'last-event-id': this.#id };
    this.#answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request(`${url}/v1/stream`, { headers, agent: false }, resolve).once('error', reject).end();
    });
    if (this.#answer.statusCode !== 200) throw new Error(`status ${this.#answer.statusCode}`);
    this.#rest = '';
    this.#answer.on('error', () => undefined).setEncoding('latin1');
    this.#answer.on('data', (part: string) => this.#take(part));
    if (this.#stalls && this.#id !== '') this.#answer.pause();
  }

  goOn(): void {
    this.#answer?.resume();
  }

  close(): void {
    this.#answer?.destroy();
  }

  /** Looks at ids only: what a client does with an event is not the node's affair. */
  #take(part: string): void {
    const text = this.#rest + part;
    const end = text.lastIndexOf('\n\n');
    this.#rest = text.slice(end + 2);
    for (const [, id = '', data] of text.slice(0, end + 2).matchAll(/id: (\S+)\n(data)?/g)) {
      const place = Number(id.split('-')[0]);
      if (this.#id === '') this.first = place;
      else if (data !== undefined && place !== this.place + 1) this.wrong += 1;
      this.#id = id;
      this.place = place;
    }
  }
}

const readers = Array.from({ length: Number(count) }, (_, index) => new Reader(index === Number(count) - 1));

async function caughtUp(waiting: readonly Reader[], place: number): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (waiting.some((reader) => reader.place < place)) {
    if (Date.now() > deadline) throw new Error(`not everybody has heard of ${place}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function obey(order: Order): Promise<Report> {
  if (order.do === 'open') await Promise.all(readers.map((reader) => reader.open()));
  if (order.do === 'close') for (const reader of readers) reader.close();
  if (order.do === 'catch up') await caughtUp(readers.slice(0, -1), order.place);
  if (order.do === 'report') {
    for (const reader of readers) reader.goOn();
    await caughtUp(readers, Math.max(...readers.map(({ place }) => place)));
  }
  const last = Math.max(...readers.map(({ place }) => place));
  const complete = readers.filter((reader) => reader.place === last && reader.wrong === 0).length;
  return { complete, last, wrong: readers.reduce((sum, { wrong }) => sum + wrong, 0) };
}

process.on('message', (order: Order) => {
  void obey(order).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
