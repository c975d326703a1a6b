import type { Route } from '../../http/app.ts';
import type { Acting } from '../../operations/acting.ts';
import { findStamp } from '../../operations/find-named.ts';
import type { Scope } from '../../wire/scopes.ts';
import { itemPageOf } from '../pages/items/show.ts';
import type { Visit } from '../visit.ts';
import type { Typed } from '../forms/filled.ts';
import { formRoute } from './route.ts';

interface StampAct {
  name: string;
  scopes: readonly Scope[][];
  act: (visit: Visit, stamp: string, typed: Typed, acting: Acting) => Promise<unknown>;
}

/** A form under a stamp that acts on it; it comes back on the page of the item that was worked on. */
export function stampAct({ name, scopes, act }: StampAct): Route {
  return formRoute({
    url: `/stamps/:id/${name}`,
    name: (visit) => `${name}-${stampOf(visit).id}`,
    scopes,
    page: (visit) => `/items/${itemOf(visit)}`,
    again: (visit) => itemPageOf(visit, itemOf(visit)),
    act: async (visit, typed, acting) => {
      const { id } = stampOf(visit);
      await act(visit, id, typed, acting);
      return `/items/${itemOf(visit)}#${id}`;
    },
  });
}

function stampOf({ services, request }: Visit) {
  return findStamp(services, (request.params as { id: string }).id);
}

function itemOf(visit: Visit): string {
  return visit.services.reader.items.completion(stampOf(visit).completion)?.item ?? '';
}
