import type { Judging } from '../../../src/domain/reputation/given.ts';
import { Jury } from '../../../src/domain/reputation/jury.ts';
import { marksOf } from '../../../src/domain/reputation/marks.ts';
import type { Reputation, StampScores } from '../../../src/domain/reputation/scores.ts';
import type { StampBook } from '../../../src/domain/reputation/stamp-book.ts';
import { runAll } from '../../../src/domain/reputation/steps.ts';
import { SubjectStamps } from '../../../src/domain/reputation/subject-stamps.ts';
import type { SubjectStamp } from '../../../src/domain/reputation/subject-stamps.ts';

/** A stamp as records keep it; what isn't said is the same for all of them. */
export function packedStamp(
  { stamp, author, dimensions }: StampScores,
  more: Partial<SubjectStamp> = {},
): SubjectStamp {
  const rest = { completion: 'c-1', skills: '[]', created_at: 0, origin: 'home' };
  return { stamp, author, marks: marksOf(dimensions), ...rest, ...more };
}

/** The record of one subject, from stamps in whatever order. */
export function packed(subject: string, stamps: Iterable<StampScores>): SubjectStamps {
  const record = new SubjectStamps(subject);
  for (const stamp of stamps) record.put(packedStamp(stamp));
  return record;
}

/** Whoever judges in a record. */
export function juryOf(record: SubjectStamps, judging: Judging): Jury {
  const jury = new Jury(record.subject, judging);
  runAll(jury.meet(record.rigs.texts));
  return jury;
}

/** Everyone's reputation by a book. */
export function reputationsIn(book: StampBook, judging: Judging): [subject: string, Reputation][] {
  const found: [string, Reputation][] = [];
  runAll(book.reputations(judging, (subject, reputation) => found.push([subject, reputation])));
  return found;
}
