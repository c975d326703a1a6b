import { editItem } from '../../operations/edit-item.ts';
import { EditRequest } from '../../wire/api/item.ts';
import { itemChanges } from '../forms/item-values.ts';
import { editedItem, editItemPage } from '../pages/items/edit.ts';
import { validated } from '../validated.ts';
import { seen } from './item-act.ts';
import { formRoute } from './route.ts';

export const edit = formRoute({
  url: '/items/:id/edit',
  name: 'edit',
  scopes: [['post']],
  page: (visit) => `/items/${editedItem(visit).id}/edit`,
  after: (visit) => `/items/${editedItem(visit).id}`,
  again: editItemPage,
  act: async (visit, typed, acting) => {
    const item = editedItem(visit);
    const changes = itemChanges(item, typed);
    if (Object.keys(changes).length > 0) {
      const { kind } = await editItem(visit.services, acting, item.id, validated(visit.request, EditRequest, changes));
      if (kind !== 'queued') await seen(visit.services, item.home);
    }
    return `/items/${item.id}`;
  },
});
