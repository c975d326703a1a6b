import { WastelandError } from '../errors.ts';
import { isSignedBy, readView } from '../identity/read-view.ts';
import { PeerClient } from '../net/peer-client.ts';
import type { PeerRow } from '../private/peers.ts';
import type { View } from '../wire/view.ts';
import type { FederationParts } from './parts.ts';

/** How a rig looks from a peer's roots, as that peer signed it. */
export interface PeerView {
  node: string;
  text: string;
  view: View;
}

/** So many peers are asked about a rig, those of longest standing, and so many rigs asked about at once: whoever asks us
 * must not make us ask the world. */
const maxPeers = 10;
const maxAsking = 4;
/** Milliseconds for which an answer stands, and how many are kept. */
const lifetime = 10 * 60_000;
const maxKept = 1_000;

/** Asks peers how they see a rig. What they say is shown with its date, and counts for nothing here. */
export class PeerViews {
  readonly #parts: FederationParts;
  readonly #kept = new Map<string, { at: number; views: PeerView[] }>();
  readonly #asking = new Map<string, Promise<PeerView[]>>();

  constructor(parts: FederationParts) {
    this.#parts = parts;
  }

  /** Views of peers that gave a good one, in the order of the peers; throws `unavailable`. */
  async of(rig: string): Promise<PeerView[]> {
    const kept = this.#kept.get(rig);
    if (kept !== undefined && this.#parts.clock.now() - kept.at < lifetime) return kept.views;
    const asked = this.#asking.get(rig);
    if (asked !== undefined) return await asked;
    if (this.#asking.size >= maxAsking) {
      throw new WastelandError('unavailable', 'peers are being asked about other rigs; try again in a moment');
    }
    const asking = this.#askAll(rig).finally(() => this.#asking.delete(rig));
    this.#asking.set(rig, asking);
    return await asking;
  }

  async #askAll(rig: string): Promise<PeerView[]> {
    const peers = this.#parts.store.peers.list().filter(({ paused }) => !paused);
    const asked = await Promise.all(peers.slice(0, maxPeers).map((peer) => this.#ask(peer, rig)));
    const views = asked.filter((view) => view !== undefined);
    if (this.#kept.size >= maxKept) this.#kept.clear();
    this.#kept.set(rig, { at: this.#parts.clock.now(), views });
    return views;
  }

  /** Undefined for whoever is away, publishes none, or says something else than a view of this rig of its own. */
  async #ask({ id, url }: PeerRow, rig: string): Promise<PeerView | undefined> {
    const answer = await new PeerClient(this.#parts.client, url).view(rig);
    if (answer.kind !== 'found') return undefined;
    try {
      const read = readView(answer.value);
      const isOwn = read.view.iss === id && Object.hasOwn(read.view.value.rigs, rig);
      if (!isOwn || !isSignedBy(read, this.#parts.readModel.reader.state)) return undefined;
      return { node: id, text: read.token.text, view: read.view };
    } catch (error) {
      if (error instanceof WastelandError) return undefined;
      throw error;
    }
  }
}
