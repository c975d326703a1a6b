import { WastelandError } from '../errors.ts';
import type { Log } from '../log.ts';
import { openReadModel, removeReadModel } from './open.ts';
import type { ReadModel } from './read-model.ts';

/** One that can't be used holds nothing that the ledger doesn't: an empty one takes its place and is filled. */
export function openWholeReadModel(path: string, log: Log): ReadModel {
  let opened = openReadModel(path);
  if (opened.kind !== 'opened') {
    log.warn({ why: opened.kind }, 'the read model is made anew from the ledger');
    removeReadModel(path);
    opened = openReadModel(path);
  }
  if (opened.kind !== 'opened') throw new WastelandError('unavailable', `${path} can't be made: ${opened.kind}`);
  return opened.model;
}
