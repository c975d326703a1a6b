import Type from 'typebox';
import type { Static } from 'typebox';
import { closed } from '../encodings.ts';
import { BoardQuery } from './item.ts';

/** The board's filters; a feed has one order and one page. */
const { sort: _sort, limit: _limit, cursor: _cursor, ...filters } = BoardQuery.properties;

export const BoardFeedQuery = Type.Object(filters, closed);
export type BoardFeedQuery = Static<typeof BoardFeedQuery>;
