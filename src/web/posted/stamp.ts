import { findId } from '../../operations/find-named.ts';
import { issueStamp } from '../../operations/issue-stamp.ts';
import { StampRequest } from '../../wire/api/stamp.ts';
import { itemPageOf } from '../pages/items/show.ts';
import { validated } from '../validated.ts';
import type { Visit } from '../visit.ts';
import { formRoute } from './route.ts';
import { stampSaid } from '../forms/stamp-fields.ts';

export const stamp = formRoute({
  url: '/completions/:id/stamp',
  name: ({ request }) => `stamp-${idOf(request.params)}`,
  scopes: [['stamp']],
  page: (visit) => `/items/${itemOf(visit)}`,
  again: (visit) => itemPageOf(visit, itemOf(visit)),
  act: async (visit, typed, acting) => {
    const completion = idOf(visit.request.params);
    await issueStamp(
      visit.services,
      acting,
      validated(visit.request, StampRequest, { completion, ...stampSaid(typed) }),
    );
    return `/items/${itemOf(visit)}#${completion}`;
  },
});

function idOf(params: unknown): string {
  return (params as { id: string }).id;
}

function itemOf({ services, request }: Visit): string {
  const id = findId(services, 'c-', idOf(request.params));
  return services.reader.items.completion(id)?.item ?? '';
}
