import { showComment } from '../../../../operations/show-made.ts';
import { Comment } from '../../../../wire/api/comment.ts';
import { answer, answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const showOneComment: Route = (app, services) => {
  const schema = {
    summary: 'A comment that was not withdrawn',
    tags: ['comments'],
    params: idParams,
    response: answers({ 200: answer(Comment, 'Comment') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/comments/:id', { schema, config: { kept: true } }, async (request) =>
    showComment(services, request.params.id),
  );
};
