import { event, first, handedIn, later, post, replaced, stamp, steps, submit, vouch } from './builders.ts';
import type { Case } from '../template.ts';

const noSuch = (prefix: string): string => prefix + '0'.repeat(40);

/** Ordered acts, judged by their log's prefix. */
export const orderedActs: Case[] = [
  steps(
    'key_not_in_force',
    'key_not_in_force',
    'a key that was dropped here',
    first('rig'),
    later('rig', 'rig1', 'rig0', 1, { members: replaced }),
    post('rig'),
  ),
  steps(
    'unknown_completion',
    'unknown_completion',
    'no such submission',
    first('rig'),
    event('rig', 'last', 'work.accepted', { completion: noSuch('c-') }),
  ),
  steps(
    'unknown_item',
    'unknown_item',
    'no such item',
    first('rig'),
    event('rig', 'last', 'wanted.claimed', { item: noSuch('w-') }),
  ),
  steps(
    'wrong_state',
    'wrong_state',
    'progress on an open item',
    first('rig'),
    post('rig'),
    event('rig', 'last', 'work.progressed', { item: '$made:item' }),
  ),
  steps(
    'not_allowed',
    'not_allowed',
    'the worker accepts the work',
    ...handedIn,
    event('worker', 'last', 'work.accepted', { completion: '$made:work' }),
  ),
  steps(
    'bad_update',
    'bad_update',
    'another title while somebody works on it',
    ...handedIn,
    event('poster', 'last', 'wanted.updated', { item: '$made:item', title: 'Break' }),
  ),
];

/** Set acts, judged by everything known. */
export const setActs: Case[] = [
  steps(
    'not_in_chain',
    'not_in_chain',
    'a key of the branch that lost',
    first('rig'),
    later('rig', 'won', 'rig0', 1),
    later('rig', 'lost', 'rig0', 1, { members: { keys: ['$jwk:rig', '$jwk:thief'] } }),
    vouch('rig', 'last', '$node:a', { key: 'thief' }),
  ),
  {
    ...steps(
      'not_home',
      'not_home',
      'a vouch away from home',
      first('rig', { members: { home: '$kid:elsewhere' } }),
      post('rig'),
      vouch('rig', 'last', '$node:a'),
    ),
    together: true,
  },
  steps(
    'key_revoked',
    'key_revoked',
    'beyond its upto',
    first('rig'),
    later('rig', 'rig1', 'rig0', 1, {
      members: { keys: ['$jwk:fresh'], revoked: [{ kid: '$kid:rig', upto: { '$node:a': 2 } }] },
    }),
    vouch('rig', 'last', '$node:a'),
  ),
  steps('self', 'self', 'a vouch for oneself', first('rig'), vouch('rig', 'last', '$id:rig0')),
  steps('unknown_target', 'unknown_target', 'nobody knows whom', first('rig'), vouch('rig', 'last', '$kid:nobody')),
  {
    ...steps(
      'not_ok',
      'not_ok',
      'the submission was refused',
      ...handedIn.slice(0, 4),
      submit('worker', 'work', { code: 'wrong_state' }),
      stamp('judge', 'last', '$id:worker0'),
    ),
    notAtDoors: 'a door logs no submission that isn’t ok',
  },
  steps('wrong_subject', 'wrong_subject', 'not the worker', ...handedIn, stamp('judge', 'last', '$id:poster0')),
  steps('same_owner', 'same_owner', 'one’s own work', ...handedIn, stamp('worker', 'last', '$id:worker0')),
  steps(
    'same_owner_linked',
    'same_owner',
    'the work of a linked rig',
    ...handedIn,
    event('judge', 'link1', 'rig.linked', { other: '$id:worker0', relation: 'same_owner' }),
    event('worker', 'link2', 'rig.linked', { other: '$id:judge0', relation: 'same_owner' }),
    stamp('judge', 'last', '$id:worker0'),
  ),
  steps(
    'not_author',
    'not_author',
    'somebody else’s stamp',
    ...handedIn,
    stamp('judge', 'issued', '$id:worker0'),
    event('worker', 'last', 'stamp.revoked', { stamp: '$made:issued', reason: 'I dislike it' }),
  ),
];
