import type { NodeClient } from '../../client/node-client.ts';
import { beadLine } from '../../domain/beads/line.ts';
import type { Item, ItemPage } from '../../wire/api/item.ts';
import { BeadIds } from './beads-names.ts';

export interface BeadsWanted {
  /** Only of this project. */
  project?: string;
  /** What is completed or withdrawn too. */
  all?: boolean;
}

const finished: ReadonlySet<string> = new Set(['completed', 'withdrawn']);

/** The items of a board as lines that bd reads, oldest first, page by page: no more than a page is in memory. */
export async function* beadLines(node: NodeClient, { project, all = false }: BeadsWanted): AsyncGenerator<string> {
  const isExported = (item: Pick<Item, 'status' | 'project'>): boolean =>
    (all || !finished.has(item.status)) && (project === undefined || item.project === project);
  const ids = new BeadIds(node, isExported);
  const filter = project === undefined ? {} : { project };
  let cursor: string | null = null;
  do {
    const paging = cursor === null ? {} : { cursor };
    const query = { ...filter, sort: 'created' as const, limit: 200, ...paging };
    const page: ItemPage = await node.get('/v1/wanted', { params: { query } });
    ids.remember(page.items);
    for (const item of page.items.filter(isExported)) {
      const waitsFor = await ids.among(item.depends_on);
      const [parent] = await ids.among(item.parent === undefined ? [] : [item.parent]);
      const names = { id: ids.of(item), waitsFor, ...(parent === undefined ? {} : { parent }) };
      yield `${JSON.stringify(beadLine(item, names))}\n`;
    }
    cursor = page.next_cursor;
  } while (cursor !== null);
}
