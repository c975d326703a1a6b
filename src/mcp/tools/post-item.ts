import { PostRequest } from '../../wire/api/item.ts';
import { actTool } from '../tool.ts';

/** `post_item` */
export const postItem = actTool({
  name: 'post_item',
  title: 'Post an item',
  description:
    'Puts a wanted item on the board, where everybody sees it and other nodes fetch it. Say in acceptance what a reviewer ' +
    'will check, one point each.',
  input: PostRequest,
  scopes: () => [['post']],
  act: (actor, posting) => actor.post(posting),
  done: () => 'posted',
});
