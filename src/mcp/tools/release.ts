import Type from 'typebox';
import { ReasonRequest } from '../../wire/api/lifecycle.ts';
import { OneItem } from '../../wire/api/tools.ts';
import { actTool } from '../tool.ts';

/** `release` */
export const release = actTool({
  name: 'release',
  title: 'Give an item back',
  description: 'Gives a claimed item back, so that others may take it. What was handed in for it falls away.',
  input: Type.Object({ ...OneItem.properties, ...ReasonRequest.properties }),
  ends: true,
  scopes: () => [['work'], ['post']],
  act: (actor, { item, ...said }) => actor.release(item, said),
  done: () => 'released',
});
