import type { EntryRow } from '../domain/state.ts';
import { isTextOf, takeTexts } from '../ledger/given-texts.ts';
import type { GivenText } from '../ledger/given-texts.ts';
import type { LogSource } from './log-source.ts';
import type { FederationParts } from './parts.ts';

/** Entries of one log, and of all of them, that one sync asks for. */
const perLog = 200;
const perSync = 1_000;
/** Entries that are no further apart than this are read together, in so many reads of one log. */
const gap = 20;
const reads = 50;
/** Milliseconds of judging anew that cost nothing worth a pause; after more, one so many times as long. */
const cheap = 1_000;
const pauseFactor = 10;

/**
 * Takes from a peer the texts of entries that we hold as hashes, since others withheld them (protocol.md section 4). Every
 * sync asks its own source, so the origin is asked as well as the other peers.
 */
export class WithheldTexts {
  readonly #parts: FederationParts;
  #notBefore = -Infinity;

  constructor(parts: FederationParts) {
    this.#parts = parts;
  }

  /** Answers how many texts were taken. What stands in the way never fails the sync: the next one asks again. */
  async take(peer: { id: string; ownLogOnly?: boolean }, source: LogSource, signal: AbortSignal): Promise<number> {
    // All is judged anew for it, so whoever gives texts one by one must not keep the writer at it.
    if (performance.now() < this.#notBefore) return 0;
    const { log, writer, ledger, readModel } = this.#parts;
    try {
      const texts = await this.#find(peer, source, signal);
      if (texts.length === 0) return 0;
      const started = performance.now();
      const taken = await takeTexts(writer, { peer: peer.id, texts, ledger, readModel });
      const took = performance.now() - started;
      if (took > cheap) this.#notBefore = performance.now() + took * pauseFactor;
      log.info({ peer: peer.id, texts: taken }, 'texts that were withheld are here now; all verdicts are made anew');
      return taken;
    } catch (error) {
      log.warn({ err: error, peer: peer.id }, 'texts that were withheld could not be taken');
      return 0;
    }
  }

  async #find(
    peer: { id: string; ownLogOnly?: boolean },
    source: LogSource,
    signal: AbortSignal,
  ): Promise<GivenText[]> {
    const wanted = this.#wanted(peer);
    if (wanted.length === 0) return [];
    const served = new Set((await source.logs()).map(({ origin }) => origin));
    const texts: GivenText[] = [];
    for (const entries of wanted) {
      if (texts.length >= perSync || signal.aborted) break;
      const origin = entries[0]?.origin ?? '';
      if (served.has(origin)) texts.push(...(await readTexts(source, origin, entries)));
    }
    return texts;
  }

  /** Withheld entries by log; of many, other ones each time. Our own log is not among them: what is withheld there, this
   * node withholds. */
  #wanted(peer: { id: string; ownLogOnly?: boolean }): EntryRow[][] {
    const { readModel, writer, random } = this.#parts;
    const { logs } = readModel.reader;
    return logs
      .logs()
      .filter(({ origin }) => origin !== writer.origin && (peer.ownLogOnly !== true || origin === peer.id))
      .map(({ origin, seq }) => {
        const first = logs.withVerdict(origin, 'withheld', 0, perLog);
        return first.length < perLog ? first : logs.withVerdict(origin, 'withheld', Math.floor(random() * seq), perLog);
      })
      .filter((entries) => entries.length > 0);
  }
}

/** What the source has of these entries' texts. */
async function readTexts(source: LogSource, origin: string, entries: readonly EntryRow[]): Promise<GivenText[]> {
  const hashes = new Map(entries.map(({ seq, hash }) => [seq, hash]));
  const texts: GivenText[] = [];
  for (const [first, last] of rangesOf(entries).slice(0, reads)) {
    for await (const slice of source.entries(origin, first - 1, last)) {
      for (const { seq, jws } of slice) {
        const hash = hashes.get(seq);
        if (hash !== undefined && isTextOf(hash, jws)) texts.push({ origin, seq, jws });
      }
    }
  }
  return texts;
}

function rangesOf(entries: readonly EntryRow[]): [first: number, last: number][] {
  const ranges: [number, number][] = [];
  for (const { seq } of entries) {
    const range = ranges.at(-1);
    if (range !== undefined && seq - range[1] <= gap) range[1] = seq;
    else ranges.push([seq, seq]);
  }
  return ranges;
}
