import { postItem } from '../../operations/post-item.ts';
import { PostRequest } from '../../wire/api/item.ts';
import { itemSaid } from '../forms/item-values.ts';
import { newItemPage } from '../pages/items/new.ts';
import { validated } from '../validated.ts';
import { formRoute } from './route.ts';

export const post = formRoute({
  url: '/items',
  name: 'item',
  scopes: [['post']],
  page: () => '/items/new',
  after: () => '/items/w-{made}',
  again: newItemPage,
  act: async ({ services, request }, typed, acting) => {
    const { answer } = await postItem(services, acting, validated(request, PostRequest, itemSaid(typed)));
    return 'item' in answer ? `/items/${answer.item.id}` : '/?posted_by=@me';
  },
});
