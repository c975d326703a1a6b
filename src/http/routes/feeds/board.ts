import { boardFeed } from '../../../operations/feeds/board-feed.ts';
import { BoardFeedQuery } from '../../../wire/api/feed.ts';
import { answers } from '../../answers.ts';
import { atomAnswer, sendFeed } from '../../atom.ts';
import type { Route } from '../../app.ts';

export const feedOfBoard: Route = (app, services) => {
  const schema = {
    summary: 'The board, or what a filter or a search finds of it, as an Atom feed: what happened last to each item',
    tags: ['feeds'],
    querystring: BoardFeedQuery,
    response: answers({ 200: atomAnswer }, ['not_found', 'ambiguous_id']),
  };
  app.get('/feeds/board.atom', { schema }, async (request, reply) => {
    const happenings = await boardFeed(services, request.query);
    const [, query = ''] = /\?(.*)$/.exec(request.url) ?? [];
    const asked = query === '' ? '' : `?${query}`;
    const { q } = request.query;
    const title = `${services.settings.name}: ${q === undefined ? 'the board' : q}`;
    const place = { title, base: services.node.url() ?? '', self: `/feeds/board.atom${asked}`, page: `/${asked}` };
    return await sendFeed(reply, place, happenings);
  });
};
