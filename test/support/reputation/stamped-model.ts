import { createHash } from 'node:crypto';
import type { State } from '../../../src/domain/state.ts';
import type { ReadModel } from '../../../src/readmodel/read-model.ts';
import type { Chance } from './chance.ts';
import { randomStamp } from './trust-world.ts';

/** Rows of a read model as they would stand there after so much had happened, without the signing of it. */

/** An id as rigs have them. */
export function rigId(name: string): string {
  return createHash('sha256').update(name).digest('base64url');
}

function rowId(letter: string, name: string): string {
  return `${letter}-${createHash('sha256').update(name).digest('hex').slice(0, 40)}`;
}

/** A vouch that stands. */
export function putVouch(state: State, giver: string, subject: string): void {
  const id = rowId('v', `${giver} ${subject}`);
  state.table('vouches').put({ id, giver, subject, note: null, created_at: 1, withdrawn: false });
}

let stamps = 0;

/** A stamp that counts, which says something random of one of the subject's accepted completions. */
export function putStamp(state: State, chance: Chance, author: string, subject: string, works = 20): string {
  stamps += 1;
  const id = rowId('s', `${stamps} ${author} ${subject}`);
  const skills = ['typescript', 'rust', 'docs', 'review', 'sql', 'design'];
  state.table('stamps').put({
    id,
    author,
    subject,
    completion: rowId('c', `${subject} ${chance.between(1, works)}`),
    dimensions: randomStamp(chance, author, subject).dimensions,
    severity: 'leaf',
    skills: chance.oneIn(2) ? [] : [chance.from(skills)],
    message: null,
    created_at: 1_700_000_000_000 + 60_000 * stamps,
    origin: rigId('home'),
    seq: stamps,
    revoked: false,
    counts: true,
  });
  return id;
}

/** Writes rows in transactions of some thousand each, as a landing does. */
export function inCommits(model: ReadModel, count: number, write: (number: number) => void): void {
  for (let from = 0; from < count; from += 5_000) {
    model.begin();
    for (let number = from; number < Math.min(count, from + 5_000); number++) write(number);
    model.commit();
  }
}
