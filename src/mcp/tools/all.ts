import type { Tool } from '../tool.ts';
import { ask } from './ask.ts';
import { claim } from './claim.ts';
import { findWork } from './find-work.ts';
import { postItem } from './post-item.ts';
import { release } from './release.ts';
import { reportProgress } from './report-progress.ts';
import { reputation } from './reputation.ts';
import { review } from './review.ts';
import { showItem } from './show-item.ts';
import { stamp } from './stamp.ts';
import { submit } from './submit.ts';
import { syncStatus } from './sync-status.ts';
import { whoami } from './whoami.ts';

/** Every tool, one file each, in the order in which work is done. */
export const tools: readonly Tool[] = [
  findWork,
  showItem,
  claim,
  reportProgress,
  ask,
  submit,
  release,
  postItem,
  review,
  stamp,
  reputation,
  whoami,
  syncStatus,
];

export const toolsByName: ReadonlyMap<string, Tool> = new Map(tools.map((tool) => [tool.name, tool]));
