import { WastelandError } from '../errors.ts';
import { PeerClient } from '../net/peer-client.ts';
import type { FederationParts } from './parts.ts';

/**
 * A clock that jumped ahead would push `logged_at` ahead for ever, since it never decreases (protocol.md section 4): one that
 * is far beyond the log's last entry at start is compared with the `Date` of the known peers' answers.
 */

/** Milliseconds that the clock may be ahead of the log's last entry without a question, and differ from a peer's. */
const aheadLimit = 24 * 60 * 60_000;
const differenceLimit = 10 * 60_000;
/** Milliseconds that peers have for their answers. */
const patience = 5_000;

type Parts = Pick<FederationParts, 'client' | 'store' | 'readModel' | 'clock' | 'log' | 'limits'> & {
  writer: Pick<FederationParts['writer'], 'origin' | 'block'>;
};

/** How far our clock is ahead of a peer's, in milliseconds; negative when it is behind. */
interface Difference {
  peer: string;
  ahead: number;
}

export class ClockCheck {
  readonly #parts: Parts;
  readonly #ended = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Compares once, at start. While a peer's clock says that ours is wrong, writes are refused with `clock_wrong` and it is
   * looked again every minute; where nobody answers, a warning is all. */
  async start(): Promise<void> {
    const { log } = this.#parts;
    if (!this.#isFarAhead()) return;
    const found = await this.#compare();
    const wrong = worst(found);
    if (wrong !== undefined) this.#refuse(wrong);
    else if (found.length > 0) log.info({ peers: found.length }, 'the last entry is old, and peers confirm our clock');
    else log.warn('the clock is more than a day ahead of the last entry, and no peer answers to confirm it');
  }

  /** Looks no more, and waits for a look under way. */
  async close(): Promise<void> {
    this.#ended.abort();
    clearTimeout(this.#timer);
    await this.#looking;
  }

  #refuse({ peer, ahead }: Difference): void {
    const { writer, log } = this.#parts;
    const seconds = Math.round(Math.abs(ahead) / 1000);
    const where = `${seconds} s ${ahead > 0 ? 'ahead of' : 'behind'} that of ${peer}`;
    writer.block(new WastelandError('clock_wrong', `the clock of this node is ${where}; set it, or pause that peer`));
    log.error({ peer, seconds }, 'writes are refused: this clock and a peer differ by more than ten minutes');
    this.#lookLater();
  }

  #lookLater(): void {
    if (this.#ended.signal.aborted) return;
    const look = async (): Promise<void> => {
      try {
        await this.#look();
      } catch (error) {
        this.#parts.log.error({ err: error }, 'the clock could not be compared');
        this.#lookLater();
      }
    };
    const begin = (): void => {
      this.#looking = look();
    };
    this.#timer = setTimeout(begin, this.#parts.limits.clock);
  }

  /** Known to be wrong, it stays so until something says otherwise: silence of the peers doesn't. */
  async #look(): Promise<void> {
    const { writer, log } = this.#parts;
    const found = await this.#compare();
    const settled = found.length > 0 || this.#peers().length === 0 || !this.#isFarAhead();
    if (this.#ended.signal.aborted) return;
    if (worst(found) !== undefined || !settled) return this.#lookLater();
    writer.block(undefined);
    log.warn({ peers: found.length }, 'the clock is believed again; writes are taken');
  }

  #isFarAhead(): boolean {
    const { readModel, writer, clock } = this.#parts;
    const last = readModel.reader.state.table('logs').get(writer.origin)?.logged_at;
    return last !== undefined && clock.now() - last > aheadLimit;
  }

  /** Those that the operator has paused are not asked: that is the way out when a peer's clock is the wrong one. */
  #peers(): { id: string; url: string }[] {
    return this.#parts.store.peers.list().filter(({ paused }) => !paused);
  }

  /** Of the peers that answered in time. */
  async #compare(): Promise<Difference[]> {
    const signal = AbortSignal.any([AbortSignal.timeout(patience), this.#ended.signal]);
    const asked = this.#peers().map(async ({ id, url }): Promise<Difference | undefined> => {
      const read = await new PeerClient(this.#parts.client, url, signal).date();
      return read.kind === 'found' ? { peer: id, ahead: this.#parts.clock.now() - read.value } : undefined;
    });
    return (await Promise.all(asked)).filter((one) => one !== undefined);
  }
}

/** The largest difference that is too large. */
function worst(found: readonly Difference[]): Difference | undefined {
  const wrong = found.filter(({ ahead }) => Math.abs(ahead) > differenceLimit);
  return wrong.sort((a, b) => Math.abs(b.ahead) - Math.abs(a.ahead))[0];
}
