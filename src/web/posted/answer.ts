import { postComment } from '../../operations/post-comment.ts';
import { CommentRequest } from '../../wire/api/comment.ts';
import { validated } from '../validated.ts';
import { textOf } from '../forms/lists.ts';
import { stampAct } from './stamp-act.ts';

export const answer = stampAct({
  name: 'answer',
  scopes: [[]],
  act: ({ services, request }, stamp, typed, acting) => {
    const said = { about: stamp, text: textOf(typed['text']) ?? '' };
    return postComment(services, acting, validated(request, CommentRequest, said));
  },
});
