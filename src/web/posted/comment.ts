import { postComment } from '../../operations/post-comment.ts';
import { CommentRequest } from '../../wire/api/comment.ts';
import { validated } from '../validated.ts';
import { itemAct } from './item-act.ts';
import { textOf } from '../forms/lists.ts';

export const comment = itemAct({
  name: 'comments',
  scopes: [[]],
  act: ({ services, request }, id, typed, acting) =>
    postComment(services, acting, validated(request, CommentRequest, { about: id, text: textOf(typed['text']) ?? '' })),
});
