import type { PlannedBead } from '../../domain/beads/plan.ts';
import type { Importing } from '../acting/open-importing.ts';
import { defined } from '../defined.ts';
import { progressOf, say } from '../terminal/output.ts';
import type { KnownItem } from './beads-board.ts';

/** What became of the beads to post. */
export interface PostedBeads {
  /** How many are new items. */
  posted: number;
  /** Beads that something of the file waits for or belongs to, and that are neither in it nor here. */
  unknown: string[];
}

/**
 * Posts the beads that aren't here yet, in their order; `items` are those that are, and gets the new ones. What names another
 * is posted behind it, so whatever ends this, the next run finds what is here and goes on from there.
 */
export async function postBeads(
  importing: Importing,
  beads: readonly PlannedBead[],
  items: Map<string, KnownItem>,
  signal: AbortSignal,
): Promise<PostedBeads> {
  const unknown = new Set<string>();
  const idOf = (bead: string): string[] => {
    const id = items.get(bead)?.id;
    if (id === undefined) unknown.add(bead);
    return id === undefined ? [] : [id];
  };
  const missing = beads.filter(({ id }) => !items.has(id));
  const progress = progressOf('posting');
  let posted = 0;
  try {
    for (const { id, posting, waitsFor, parent, parentLater } of missing) {
      signal.throwIfAborted();
      const on = waitsFor.flatMap(idOf);
      const [above] = parent === undefined || parentLater ? [] : idOf(parent);
      const named = defined({ depends_on: on.length === 0 ? undefined : on, parent: above });
      const { item } = await importing.post({ ...posting, ...named });
      if (item === undefined) throw new Error(`the node did not say what became of ${id}`);
      items.set(id, item);
      posted += 1;
      progress(posted, missing.length);
    }
    for (const { id, parent } of beads.filter(({ parentLater }) => parentLater)) {
      const [item, above] = [items.get(id), items.get(parent ?? '')];
      const isFree = item?.status === 'open' && item.parent === undefined;
      if (isFree && above !== undefined) await importing.door.edit(item.id, { parent: above.id });
    }
  } catch (error) {
    say(`${posted} of ${missing.length} are posted; the same command goes on from there`);
    throw error;
  }
  return { posted, unknown: [...unknown] };
}
