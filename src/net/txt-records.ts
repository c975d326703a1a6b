import { Resolver } from 'node:dns/promises';
import type { Outcome } from './outcome.ts';

export interface TxtOptions {
  /** Name servers to ask instead of the system's: `address` or `address:port`. */
  servers?: string[];
  /** Milliseconds for one try, of which there are two for each name server. */
  timeout?: number;
}

/** What a name server says where there is no such name, or no such record. */
const absentCodes: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'ENODATA']);
const mostRecords = 20;
const longest = 2_000;

/** Asks the DNS for TXT records. */
export class TxtRecords {
  readonly #resolver: Resolver;

  constructor({ servers, timeout = 2_000 }: TxtOptions = {}) {
    this.#resolver = new Resolver({ timeout, maxTimeout: timeout, tries: 2 });
    if (servers !== undefined) this.#resolver.setServers(servers);
  }

  /** The first twenty records of a name, each joined from its strings (RFC 7208 section 3.3); too long ones are left out. */
  async of(name: string): Promise<Outcome<string[]>> {
    try {
      const records = (await this.#resolver.resolveTxt(name)).slice(0, mostRecords).map((strings) => strings.join(''));
      return { kind: 'found', value: records.filter((record) => record.length <= longest) };
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? String(error);
      const detail = `no TXT record of ${name}: ${code}`;
      if (code === 'EBADNAME') return { kind: 'invalid', detail };
      return { kind: absentCodes.has(code) ? 'absent' : 'unreachable', detail };
    }
  }

  /** Gives up what is being asked. */
  close(): void {
    this.#resolver.cancel();
  }
}
