import { openReadModel } from '../../src/readmodel/open.ts';
import type { ReadModel } from '../../src/readmodel/open.ts';

/** Opens a read model that is new or as it should be. */
export function openWhole(path: string): ReadModel {
  const opened = openReadModel(path);
  if (opened.kind !== 'opened') throw new Error(opened.kind);
  return opened.model;
}
