import { createSocket } from 'node:dgram';
import type { Test } from 'tap';

/** A name server on a free loopback port (RFC 1035) that knows TXT records and nothing else. */
export class DnsStub {
  /** For `dns.Resolver.setServers`. */
  readonly address: string;
  /** Name → records, each a list of strings of at most 255 characters. What isn't here doesn't exist. */
  readonly records = new Map<string, string[][]>();
  /** A name server that says that it failed. */
  fails = false;

  private constructor(port: number) {
    this.address = `127.0.0.1:${port}`;
  }

  static async start(t: Test): Promise<DnsStub> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    t.teardown(() => void socket.close());
    const stub = new DnsStub(socket.address().port);
    socket.on('message', (query, from) => socket.send(stub.answer(query), from.port, from.address));
    return stub;
  }

  answer(query: Buffer): Buffer {
    const { name, end } = readName(query);
    const records = this.records.get(name) ?? [];
    const code = this.fails ? 2 : records.length === 0 ? 3 : 0;
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    // A response, recursion available, with the code (section 4.1.1); one question.
    header.writeUInt16BE(0x8180 | code, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(code === 0 ? records.length : 0, 6);
    const question = query.subarray(12, end + 4);
    return Buffer.concat([header, question, ...(code === 0 ? records.map(recordOf) : [])]);
  }
}

/** The name that is asked for, and where it ends: labels with their lengths in front (section 3.1). */
function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

function recordOf(strings: string[]): Buffer {
  const data = Buffer.concat(strings.map((text) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)])));
  // The question's name by a pointer (section 4.1.4), TXT, IN, no time to live.
  const head = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 0, 0, 0]);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
