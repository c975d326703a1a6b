import { ItemDetail } from '../../wire/api/lifecycle.ts';
import { OneItem } from '../../wire/api/tools.ts';
import { detailText } from '../text/detail.ts';
import { readTool } from '../tool.ts';

/** `show_item` */
export const showItem = readTool({
  name: 'show_item',
  title: 'Show an item',
  description:
    'An item with everything around it: description, what a reviewer will check, what it depends on, comments, what was ' +
    'handed in and what became of it, stamps, history. Takes the id or an unambiguous beginning of it.',
  input: OneItem,
  output: ItemDetail,
  run: async (board, { item }) => {
    const detail = await board.item(item);
    return { structured: detail, text: detailText(detail) };
  },
});
