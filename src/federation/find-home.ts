import { BoundedCache } from '../identity/bounded-cache.ts';
import { PeerClient } from '../net/peer-client.ts';
import type { FederationParts } from './parts.ts';
import { readNode } from './read-node.ts';

/**
 * Where a node is (design section 7): as a peer's record says, else by the unsigned hints that peers give with its log. A
 * hint is believed only once the node document there proves the id.
 */
export class HomeFinder {
  readonly #parts: Pick<FederationParts, 'client' | 'store' | 'writer'>;
  readonly #proven = new BoundedCache<string>(10_000);

  constructor(parts: Pick<FederationParts, 'client' | 'store' | 'writer'>) {
    this.#parts = parts;
  }

  /** Where the node is as far as is known without asking anybody. */
  known(node: string): string | undefined {
    return this.#parts.store.peers.get(node)?.url ?? this.#proven.get(node);
  }

  /** Where the node is, asking all peers for hints when it isn't known. */
  async find(node: string, signal: AbortSignal): Promise<string | undefined> {
    const known = this.known(node);
    if (known !== undefined) return known;
    const peers = this.#parts.store.peers.list().filter(({ paused }) => !paused);
    const hints = await Promise.all(peers.map(async ({ url }) => await this.#hint(url, node, signal)));
    for (const hint of new Set(hints)) {
      if (hint !== undefined && (await this.#proves(hint, node, signal))) return hint;
    }
    return undefined;
  }

  async #hint(peer: string, node: string, signal: AbortSignal): Promise<string | undefined> {
    const logs = await new PeerClient(this.#parts.client, peer, signal).logs();
    if (logs.kind !== 'found') return undefined;
    return logs.value.find(({ origin }) => origin === node)?.url;
  }

  async #proves(url: string, node: string, signal: AbortSignal): Promise<boolean> {
    const read = await readNode(new PeerClient(this.#parts.client, url, signal));
    if (read.kind !== 'found' || read.value.id !== node) return false;
    this.#proven.set(node, url);
    return true;
  }
}
