import type { Appended, EventOptions, TestIdentity, TestLog } from './world.ts';

/** The steps of an item's life, with bodies that say no more than they must. */

const posting = { title: 'Mend the fence', type: 'bug', priority: 2, effort: 'small' };

export function post(log: TestLog, poster: TestIdentity, extra: object = {}, options: EventOptions = {}): Appended {
  return log.act(poster, 'wanted.posted', { ...posting, ...extra }, options);
}

export function claim(log: TestLog, rig: TestIdentity, item: Appended, options: EventOptions = {}): Appended {
  return log.act(rig, 'wanted.claimed', { item: item.id }, options);
}

export function submit(log: TestLog, rig: TestIdentity, item: Appended, options: EventOptions = {}): Appended {
  return log.act(rig, 'work.submitted', { item: item.id, evidence: [{ url: 'https://example.org/work' }] }, options);
}

export function accept(log: TestLog, rig: TestIdentity, completion: Appended, options: EventOptions = {}): Appended {
  return log.act(rig, 'work.accepted', { completion: completion.id }, options);
}

export function reject(log: TestLog, rig: TestIdentity, completion: Appended, options: EventOptions = {}): Appended {
  return log.act(rig, 'work.rejected', { completion: completion.id }, options);
}

export function release(log: TestLog, rig: TestIdentity, item: Appended): Appended {
  return log.act(rig, 'wanted.released', { item: item.id });
}

export function withdraw(log: TestLog, rig: TestIdentity, item: Appended): Appended {
  return log.act(rig, 'wanted.withdrawn', { item: item.id });
}

export function progress(log: TestLog, rig: TestIdentity, item: Appended): Appended {
  return log.act(rig, 'work.progressed', { item: item.id });
}

export function update(log: TestLog, rig: TestIdentity, item: Appended, changes: object): Appended {
  return log.act(rig, 'wanted.updated', { item: item.id, ...changes });
}

/** An item that `worker` has claimed and handed in. */
export function handedIn(
  log: TestLog,
  poster: TestIdentity,
  worker: TestIdentity,
  extra: object = {},
): { item: Appended; completion: Appended } {
  const item = post(log, poster, extra);
  claim(log, worker, item);
  return { item, completion: submit(log, worker, item) };
}

export function stamp(
  log: TestLog,
  validator: TestIdentity,
  completion: Appended,
  subject: TestIdentity,
  changes: object = {},
  options: EventOptions = {},
): Appended {
  const dimensions = { quality: { score: 4, confidence: 0.75 } };
  const body = { completion: completion.id, subject: subject.id, dimensions, severity: 'leaf', ...changes };
  return log.act(validator, 'stamp.issued', body, options);
}

export function revoke(log: TestLog, author: TestIdentity, issued: Appended, options: EventOptions = {}): Appended {
  return log.act(author, 'stamp.revoked', { stamp: issued.id, reason: 'a mistake' }, options);
}

export function vouch(log: TestLog, giver: TestIdentity, subject: TestIdentity, options: EventOptions = {}): Appended {
  return log.act(giver, 'vouch.given', { subject: subject.id }, options);
}

export function comment(log: TestLog, author: TestIdentity, about: Appended, options: EventOptions = {}): Appended {
  return log.act(author, 'comment.posted', { about: about.id, text: 'How high?' }, options);
}

export function link(log: TestLog, one: TestIdentity, other: TestIdentity, options: EventOptions = {}): Appended {
  return log.act(one, 'rig.linked', { other: other.id, relation: 'same_owner' }, options);
}
