import { orderedActs, setActs } from './cases/acts.ts';
import { documents } from './cases/documents.ts';
import { anyEntry, events } from './cases/events.ts';
import { texts } from './cases/texts.ts';
import type { Case } from './template.ts';

/** One case at least for every code of the closed list (protocol.md section 5), as small as it can be. */

/** Cases whose steps a REST door of one node can be given, or would answer otherwise. */
export const singleLog: Case[] = [...anyEntry, ...texts, ...events, ...documents, ...orderedActs, ...setActs];

export { otherLogs } from './cases/several-logs.ts';
