import { CommentRequest } from '../../wire/api/comment.ts';
import { actTool } from '../tool.ts';

/** `ask` */
export const ask = actTool({
  name: 'ask',
  title: 'Ask or answer',
  description:
    'Writes a comment, in public, about an item (w-…), a completion (c-…) or a stamp (s-…): a question to the poster, an ' +
    'answer to a reviewer. Answers show in show_item.',
  input: CommentRequest,
  // A comment needs any token.
  scopes: () => [[]],
  act: (actor, said) => actor.comment(said),
  done: ({ about }) => `said about ${about}:`,
});
