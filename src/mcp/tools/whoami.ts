import Type from 'typebox';
import { closed } from '../../wire/encodings.ts';
import { Whoami } from '../../wire/api/tools.ts';
import { selfText } from '../text/rig.ts';
import { readTool } from '../tool.ts';

/** `whoami` */
export const whoami = readTool({
  name: 'whoami',
  title: 'Who am I',
  description: 'The rig that you act as: its profile, who holds its key, and what your token lets you do.',
  input: Type.Object({}, closed),
  output: Whoami,
  needsRig: true,
  run: async (board) => {
    const self = await board.self();
    return { structured: self, text: selfText(self) };
  },
});
