import type { State } from '../domain/state.ts';
import { WastelandError } from '../errors.ts';
import { generateKey, importPrivateKey } from '../identity/keys.ts';
import type { PrivateKey } from '../identity/keys.ts';
import type { Keys } from '../private/keys.ts';

/**
 * The keys that this node ever had. Which of them speaks now is what its own log says, and is kept nowhere else: so a crash
 * between the vault and the log leaves a key that nobody names, never a node that signs with the wrong one.
 */
export class NodeKeys {
  readonly #id: string;
  /** kid of the key in document 0: it speaks while the log is empty. */
  readonly #first: string;
  readonly #store: Keys;
  readonly #held = new Map<string, PrivateKey>();

  private constructor(id: string, first: string, store: Keys) {
    this.#id = id;
    this.#first = first;
    this.#store = store;
  }

  /** Opens what node.sqlite holds of them. */
  static async load(store: Keys, id: string, first: string): Promise<NodeKeys> {
    const keys = new NodeKeys(id, first, store);
    for (const kid of store.kids(id)) {
      const imported = importPrivateKey(await store.load(id, kid));
      if (imported.ok) keys.#held.set(kid, imported.key);
    }
    return keys;
  }

  /** Makes a key and keeps it. It signs nothing before a document in the log names it. */
  async make(): Promise<PrivateKey> {
    const key = await generateKey();
    await this.#store.save(this.#id, key.kid, key.jwk);
    this.#held.set(key.kid, key);
    return key;
  }

  get(kid: string): PrivateKey | undefined {
    return this.#held.get(kid);
  }

  /** The one that speaks after all that this state holds of the node's log; `bad_config` when it isn't held. */
  inForce(state: State): PrivateKey {
    const kids = state.table('authors').get(this.#id, this.#id)?.in_force ?? [this.#first];
    const key = kids.map((kid) => this.#held.get(kid)).find((held) => held !== undefined);
    if (key !== undefined) return key;
    throw new WastelandError(
      'bad_config',
      "node.sqlite holds no key that speaks for this node in its log: it is older than the node's last new key. Restore a newer one",
    );
  }
}
