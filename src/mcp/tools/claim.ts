import { OneItem } from '../../wire/api/tools.ts';
import { actTool } from '../tool.ts';

/** `claim` */
export const claim = actTool({
  name: 'claim',
  title: 'Claim an item',
  description:
    'Takes an open item on, so that nobody else works on it. A claim may have an end, which the answer tells: ' +
    'report_progress renews it. Whoever claims and does not go on should release.',
  input: OneItem,
  scopes: () => [['work']],
  act: (actor, { item }) => actor.claim(item),
  done: () => 'claimed',
});
