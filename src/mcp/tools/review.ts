import Type from 'typebox';
import { WastelandError } from '../../errors.ts';
import { AcceptRequest } from '../../wire/api/lifecycle.ts';
import { OneItem } from '../../wire/api/tools.ts';
import { actTool } from '../tool.ts';

const decision = Type.Enum(['accept', 'reject'], { type: 'string' });

/** `review` */
export const review = actTool({
  name: 'review',
  title: 'Review what was handed in',
  description:
    'Accepts or rejects the latest submission for an item that you posted or may review; nobody reviews their own work. ' +
    'Rejected work goes back to whoever did it: say in reason what is missing. With accept, stamp scores the work too.',
  input: Type.Object({ ...OneItem.properties, decision, ...AcceptRequest.properties }),
  ends: true,
  scopes: ({ stamp }) => [stamp === undefined ? ['post'] : ['post', 'stamp']],
  act: async (actor, { item, decision: decided, stamp, ...said }) => {
    if (decided === 'accept') return await actor.accept(item, { ...said, ...(stamp !== undefined && { stamp }) });
    if (stamp === undefined) return await actor.reject(item, said);
    throw new WastelandError(
      'invalid_request',
      '/arguments/stamp: it goes with accept; rejected work is stamped by stamp',
    );
  },
  done: ({ decision: decided }) => `${decided}ed`,
});
