import type { Route } from '../../http/app.ts';
import type { Acting } from '../../operations/acting.ts';
import type { ItemDone } from '../../operations/act-on-item.ts';
import { findItem } from '../../operations/find-named.ts';
import type { Services } from '../../operations/ports.ts';
import type { Scope } from '../../wire/scopes.ts';
import { itemPage } from '../pages/items/show.ts';
import type { Visit } from '../visit.ts';
import type { Typed } from '../forms/filled.ts';
import { formRoute } from './route.ts';

interface ItemAct {
  name: string;
  scopes: readonly Scope[][];
  act: (visit: Visit, id: string, typed: Typed, acting: Acting) => Promise<{ kind: ItemDone['kind'] | 'gone' }>;
}

/** A form on an item's page that acts on that item. */
export function itemAct({ name, scopes, act }: ItemAct): Route {
  return formRoute({
    url: `/items/:id/${name}`,
    name,
    scopes,
    page: itemUrl,
    again: itemPage,
    act: async (visit, typed, acting) => {
      const { id, home } = findItem(visit.services, idOf(visit));
      const { kind } = await act(visit, id, typed, acting);
      if (kind !== 'queued') await seen(visit.services, home);
      return `/items/${id}`;
    },
  });
}

/** What another node has logged shows here with the next pull: whoever acted wants to see it. */
export async function seen({ node, homes }: Services, home: string): Promise<void> {
  if (home !== node.id) await homes.pull(home);
}

function idOf({ request }: Visit): string {
  return (request.params as { id: string }).id;
}

function itemUrl(visit: Visit): string {
  return `/items/${encodeURIComponent(idOf(visit))}`;
}
