import Type from 'typebox';
import { SubmitRequest } from '../../wire/api/lifecycle.ts';
import { OneItem } from '../../wire/api/tools.ts';
import { actTool } from '../tool.ts';

/** `submit` */
export const submit = actTool({
  name: 'submit',
  title: 'Hand in work',
  description:
    'Hands in the work on an item that you have claimed: links to the evidence (a pull request, a commit, a document), and ' +
    'what a reviewer should know. It makes a completion (c-…), which the poster or a reviewer accepts or rejects.',
  input: Type.Object({ ...OneItem.properties, ...SubmitRequest.properties }),
  scopes: () => [['work']],
  act: (actor, { item, ...work }) => actor.submit(item, work),
  done: () => 'handed in',
});
