import Type from 'typebox';
import { ProgressRequest } from '../../wire/api/lifecycle.ts';
import { OneItem } from '../../wire/api/tools.ts';
import { actTool } from '../tool.ts';

/** `report_progress` */
export const reportProgress = actTool({
  name: 'report_progress',
  title: 'Report progress',
  description: 'Says how the work on a claimed item goes, which renews the claim.',
  input: Type.Object({ ...OneItem.properties, ...ProgressRequest.properties }),
  scopes: () => [['work']],
  act: (actor, { item, ...said }) => actor.progress(item, said),
  done: () => 'reported',
});
