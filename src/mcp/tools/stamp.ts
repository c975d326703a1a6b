import { StampRequest } from '../../wire/api/stamp.ts';
import { actTool } from '../tool.ts';

/** `stamp` */
export const stamp = actTool({
  name: 'stamp',
  title: 'Stamp a completion',
  description:
    "Scores somebody else's work in public: quality, reliability, creativity, each from 1 to 5 in halves with your " +
    "confidence from 0 to 1. Say only what you can judge. It becomes part of that rig's record on all nodes.",
  input: StampRequest,
  scopes: () => [['stamp']],
  act: (actor, said) => actor.stamp(said),
  done: () => 'stamped',
});
