import { browseComments } from '../../../../operations/browse-comments.ts';
import { CommentPage, CommentsQuery } from '../../../../wire/api/comment.ts';
import { answer, answers } from '../../../answers.ts';
import type { Route } from '../../../app.ts';

export const listComments: Route = (app, services) => {
  const schema = {
    summary: 'Comments about one thing',
    tags: ['comments'],
    querystring: CommentsQuery,
    response: answers({ 200: answer(CommentPage, 'CommentPage') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/comments', { schema, config: { kept: true } }, async (request) =>
    browseComments(services, request.query),
  );
};
