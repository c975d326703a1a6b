import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Test } from 'tap';

/** One event of a stream. */
export interface StreamEvent {
  id: string;
  event: string;
  // A test knows what it asked for.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  data: any;
}

/** A reader of Server-Sent Events that can stall: it takes nothing from its socket while it is paused. */
export class EventReader {
  readonly events: StreamEvent[] = [];
  readonly headers: IncomingMessage['headers'];
  /** The last id that it was told; also where an id came alone. */
  lastId = '';
  /** Of lines that are comments. */
  comments = 0;
  closed = false;
  readonly #answer: IncomingMessage;
  #text = '';

  private constructor(answer: IncomingMessage) {
    this.#answer = answer;
    this.headers = answer.headers;
    answer.setEncoding('utf8');
    answer.on('data', (part: string) => this.#take(part));
    answer.on('close', () => (this.closed = true));
    answer.on('error', () => (this.closed = true));
  }

  /** Opens a stream; a refused one gives its status and body. */
  static async open(
    t: Pick<Test, 'teardown'>,
    url: string,
    headers: Record<string, string> = {},
  ): Promise<EventReader> {
    const answer = await answerOf(url, headers);
    t.teardown(() => answer.destroy());
    if (answer.statusCode !== 200) throw new Error(`no stream: ${answer.statusCode}`);
    return new EventReader(answer);
  }

  stall(): void {
    this.#answer.pause();
  }

  goOn(): void {
    this.#answer.resume();
  }

  close(): void {
    this.#answer.destroy();
  }

  #take(part: string): void {
    this.#text += part;
    const blocks = this.#text.split('\n\n');
    this.#text = blocks.pop() ?? '';
    for (const block of blocks) this.#event(block);
  }

  #event(block: string): void {
    const found = { id: '', event: 'message', data: '' };
    for (const line of block.split('\n')) {
      const [, name = '', value = ''] = /^([a-z]*): ?(.*)$/.exec(line) ?? [];
      if (name === '') this.comments += 1;
      else found[name as keyof typeof found] += name === 'event' ? '' : value;
      if (name === 'event') found.event = value;
    }
    if (found.id !== '') this.lastId = found.id;
    if (found.data !== '') this.events.push({ ...found, data: JSON.parse(found.data) });
  }
}

function answerOf(url: string, headers: Record<string, string>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers: { accept: 'text/event-stream', ...headers }, agent: false }, resolve);
    asked.once('error', reject);
    asked.end();
  });
}
