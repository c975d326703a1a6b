import { Reputation } from '../../wire/api/rig.ts';
import { OneRig } from '../../wire/api/tools.ts';
import { evidenceText } from '../text/rig.ts';
import { readTool } from '../tool.ts';

/** `reputation` */
export const reputation = readTool({
  name: 'reputation',
  title: 'What is known of a rig',
  description:
    "What others' stamps say about a rig, dimension by dimension. Takes an id, an address (alice@board.example), or a " +
    'handle of this node.',
  input: OneRig,
  output: Reputation,
  run: async (board, { rig }) => {
    const known = await board.reputation(rig);
    return { structured: known, text: evidenceText(known) };
  },
});
