import { isOrdered } from '../../wire/event.ts';
import type { EventType } from '../../wire/event.ts';
import type { DocumentRow, EntryRow, State } from '../state.ts';
import type { Act } from '../verdicts.ts';
import { placeDocument } from './documents.ts';
import { applyOrdered } from './items.ts';
import { Settling } from './settle.ts';

/** An entry with its verdict, and the document when it is one that counts. */
export interface Judgement {
  row: EntryRow;
  document?: DocumentRow;
}

/** Keeps one judged entry and everything that follows from it. Entries of one log come in its order; of different logs in
 * any. Gives what stood there before and has another verdict now, as it was. */
export function applyEntry(state: State, judgement: Judgement): EntryRow[] {
  const { row, document } = judgement;
  state.table('entries').put(row);
  const settling = new Settling(state);
  if (document !== undefined) {
    placeDocument(state, document, row.origin, row.seq);
    settling.addIdentity(document.id);
  } else if (row.type !== null) {
    if (!isOrdered(row.type as EventType)) settling.addAct(row);
    else if (row.code === 'ok') applyOrdered(state, row as Act);
    if (row.made !== null) settling.addTarget(row.made);
  }
  return settling.run();
}
