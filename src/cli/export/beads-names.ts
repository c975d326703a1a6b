import { ClientError } from '../../client/client-error.ts';
import type { NodeClient } from '../../client/node-client.ts';
import { beadOrigin } from '../../domain/beads/origin.ts';
import type { Item } from '../../wire/api/item.ts';

/** What must be known of an item that another one names. */
type Named = Pick<Item, 'id' | 'origin_ref' | 'status' | 'project'>;

/** So many items are remembered, and what else is named is asked for. */
const mostRemembered = 5_000;

/**
 * The ids that beads get in one export. An item that came from a bead has its id again; where two did (two rigs have imported
 * the same), the one that is named first has it, and the others their own.
 */
export class BeadIds {
  readonly #node: NodeClient;
  readonly #isExported: (item: Named) => boolean;
  readonly #owners = new Map<string, string>();
  readonly #seen = new Map<string, Named | undefined>();

  /** `isExported` says which items are in this export at all. */
  constructor(node: NodeClient, isExported: (item: Named) => boolean) {
    this.#node = node;
    this.#isExported = isExported;
  }

  /** The id of an item's bead. */
  of({ id, origin_ref: origin }: Named): string {
    const bead = beadOrigin(origin)?.id;
    if (bead === undefined) return id;
    const owner = this.#owners.get(bead) ?? id;
    this.#owners.set(bead, owner);
    return owner === id ? bead : id;
  }

  /** Takes note of the items of a page, which others may name. */
  remember(items: readonly Named[]): void {
    for (const { id, origin_ref, status, project } of items) {
      this.#keep(id, {
        id,
        status,
        ...(origin_ref === undefined ? {} : { origin_ref }),
        ...(project === undefined ? {} : { project }),
      });
    }
  }

  /** The ids of those that are in the export, of items that one names. */
  async among(items: readonly string[]): Promise<string[]> {
    const ids: string[] = [];
    for (const id of items) {
      const item = this.#seen.has(id) ? this.#seen.get(id) : await this.#ask(id);
      if (item !== undefined && this.#isExported(item)) ids.push(this.of(item));
    }
    return ids;
  }

  async #ask(id: string): Promise<Named | undefined> {
    try {
      const { item } = await this.#node.get('/v1/wanted/{id}', { params: { path: { id } } });
      this.remember([item]);
      return item;
    } catch (error) {
      if (!(error instanceof ClientError) || error.code !== 'not_found') throw error;
      this.#keep(id, undefined);
      return undefined;
    }
  }

  #keep(id: string, item: Named | undefined): void {
    const [oldest] = this.#seen.keys();
    if (this.#seen.size >= mostRemembered && oldest !== undefined) this.#seen.delete(oldest);
    this.#seen.set(id, item);
  }
}
