import { WastelandError } from '../../errors.ts';
import { ItemPage } from '../../wire/api/item.ts';
import type { Item } from '../../wire/api/item.ts';
import { WorkQuery } from '../../wire/api/tools.ts';
import type { Board } from '../board.ts';
import { itemLine } from '../text/item.ts';
import { byOthers } from '../text/quoted.ts';
import { readTool } from '../tool.ts';

/** `find_work` */
export const findWork = readTool({
  name: 'find_work',
  title: 'Find work',
  description:
    'Lists items of the board that are ready: open, and all that they depend on is completed. The most urgent first; with ' +
    'several skills those that ask for the first of them come first.',
  input: WorkQuery,
  output: ItemPage,
  run: async (board, query) => {
    const page = await readyItems(board, query);
    return { structured: page, text: pageText(page) };
  },
});

/** One page of ready items, skill by skill; an item that asks for several comes with the first. */
async function readyItems(board: Board, { skills = [], limit = 20, cursor, ...filter }: WorkQuery): Promise<ItemPage> {
  const asked = { ...filter, ready: true, limit };
  const [first, ...others] = skills;
  if (others.length === 0) {
    return await board.browse({ ...asked, ...(first !== undefined && { skill: first }), ...(cursor && { cursor }) });
  }
  const items: Item[] = [];
  let place: Place | undefined = placeOf(cursor, skills.length);
  while (place !== undefined && items.length < limit) {
    const { index, at }: Place = place;
    const page = await board.browse({
      ...asked,
      skill: skills[index] ?? '',
      limit: limit - items.length,
      ...(at !== '' && { cursor: at }),
    });
    const before = new Set(skills.slice(0, index));
    items.push(...page.items.filter((item) => !item.skills.some((skill) => before.has(skill))));
    place = placeAfter(place, page.next_cursor, skills.length);
  }
  return { items, next_cursor: place === undefined ? null : `${place.index}.${place.at}` };
}

/** How far a list over several skills has come: which of them, and where in its own list. */
interface Place {
  index: number;
  at: string;
}

function placeAfter({ index }: Place, next: string | null, count: number): Place | undefined {
  if (next !== null) return { index, at: next };
  return index + 1 < count ? { index: index + 1, at: '' } : undefined;
}

function placeOf(cursor: string | undefined, count: number): Place {
  if (cursor === undefined) return { index: 0, at: '' };
  const [, index = '', at = ''] = /^(\d)\.(.*)$/s.exec(cursor) ?? [];
  if (index !== '' && Number(index) < count) return { index: Number(index), at };
  throw new WastelandError('invalid_request', '/arguments/cursor: it is not one of this list');
}

function pageText({ items, next_cursor: next }: ItemPage): string {
  if (items.length === 0) {
    return 'Nothing on the board is ready and asks for that. Try without skills, or other words in q.';
  }
  const more =
    next === null ? [] : ['There is more: call again with the next_cursor of the structured result as cursor.'];
  return [byOthers, ...items.map(itemLine), ...more].join('\n');
}
