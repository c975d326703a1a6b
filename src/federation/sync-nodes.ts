import { setTimeout as delay } from 'node:timers/promises';
import { WastelandError } from '../errors.ts';
import type { SyncReport } from '../wire/api/sync-report.ts';
import type { HomeFinder } from './find-home.ts';
import type { FederationParts } from './parts.ts';
import { syncPeer } from './sync-peer.ts';
import { SyncQueue } from './sync-queue.ts';
import { WithheldTexts } from './take-withheld.ts';

/** Peers synced at once when all are. */
const atOnce = 2;
/** Milliseconds between two searches for what isn't known here: each one asks all peers, and strangers can cause it. */
const seekPause = 1_000;

/** All syncs of this node: of its peers by schedule and on demand, and of single homes that it has dealings with. */
export class NodeSyncs {
  readonly #parts: FederationParts;
  readonly #homes: HomeFinder;
  readonly #withheld: WithheldTexts;
  readonly #ended = new AbortController();
  readonly #queue: SyncQueue<SyncReport>;
  #sought = -Infinity;
  #seeking: Promise<boolean> | undefined;

  constructor(parts: FederationParts, homes: HomeFinder) {
    this.#parts = parts;
    this.#homes = homes;
    this.#withheld = new WithheldTexts(parts);
    this.#queue = new SyncQueue(async (node) => await this.#sync(node));
  }

  /** Syncs with a peer after what already runs; throws `not_found` when there is no such peer. */
  async sync(id: string): Promise<SyncReport> {
    if (this.#parts.store.peers.get(id) === undefined) throw new WastelandError('not_found', `no peer ${id}`);
    return await this.#queue.run(id);
  }

  /** Syncs with every peer that isn't paused, a few at once. */
  async syncAll(): Promise<SyncReport[]> {
    const waiting = this.#parts.store.peers.list().filter(({ paused }) => !paused);
    const reports: SyncReport[] = [];
    const worker = async (): Promise<void> => {
      for (let peer = waiting.shift(); peer !== undefined; peer = waiting.shift()) {
        if (this.#ended.signal.aborted) return;
        reports.push(await this.#queue.run(peer.id));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return reports;
  }

  /** Pulls from a node, be it a peer or only a home that is known; false when it is paused or nothing could be read. */
  async pull(node: string): Promise<boolean> {
    if (node === this.#parts.writer.origin || this.#ended.signal.aborted) return false;
    if (this.#parts.store.peers.get(node)?.paused === true) return false;
    return (await this.#queue.run(node)).result !== 'failed';
  }

  /** Pulls from all peers once; false when none could be asked. Who asks before that has begun shares it. */
  seek(): Promise<boolean> {
    this.#seeking ??= this.#seekSoon();
    return this.#seeking;
  }

  /** Ends what runs and waits for it. */
  async close(): Promise<void> {
    this.#ended.abort();
    await this.#queue.idle();
  }

  async #seekSoon(): Promise<boolean> {
    await delay(Math.max(0, this.#sought + seekPause - performance.now()));
    this.#sought = performance.now();
    this.#seeking = undefined;
    return (await this.syncAll()).some(({ result }) => result !== 'failed');
  }

  async #sync(id: string): Promise<SyncReport> {
    const peer = this.#parts.store.peers.get(id);
    const url = peer?.url ?? (await this.#homes.find(id, this.#ended.signal)) ?? '';
    return await syncPeer(this.#parts, this.#withheld, { id, url, ownLogOnly: peer === undefined }, this.#ended.signal);
  }
}
