import { event, first, handedIn, later, post, stamp, vouch } from './builders.ts';
import type { Case } from '../template.ts';

const inB = { log: 'b' } as const;
const ofB = { home: '$node:b' };

/** Cases that need several logs, or what no door takes. */
export const otherLogs: Case[] = [
  {
    name: 'withheld',
    code: 'withheld',
    why: 'a text that may not be passed on, and what names it',
    notAtDoors: 'a door takes texts only: there it is not_compact',
    steps: [
      first('rig'),
      post('rig', { log: 'none', members: { aud: '$node:a' } }),
      { as: 'hidden', code: 'withheld', withheld: 'item' },
      event('rig', 'claim', 'wanted.claimed', { item: '$made:item' }, { code: 'unknown_item' }),
      event('rig', 'last', 'comment.posted', { about: '$made:item', text: 'Where?' }, { code: 'unknown_target' }),
    ],
  },
  {
    name: 'duplicate_refused',
    code: 'duplicate',
    why: 'whatever became of the first',
    notAtDoors: 'a door logs no act of an author that it doesn’t know',
    steps: [
      { ...first('rig'), log: 'none' },
      vouch('rig', 'early', '$node:a', { code: 'unknown_author' }),
      { as: 'document', repeat: 'rig0' },
      { as: 'last', code: 'duplicate', repeat: 'early' },
    ],
  },
  {
    name: 'late_link',
    code: 'same_owner',
    why: 'the stamp was ok until the other log told of the second link',
    notAtDoors: 'it was ok when it came',
    steps: [
      ...handedIn,
      first('away', { ...inB, members: ofB }),
      stamp('away', 'stamped', '$id:worker0', { ...inB, code: 'same_owner' }),
      event('away', 'link1', 'rig.linked', { other: '$id:worker0', relation: 'same_owner' }, inB),
      event('worker', 'link2', 'rig.linked', { other: '$id:away0', relation: 'same_owner' }),
    ],
  },
  {
    name: 'late_target',
    code: 'ok',
    why: 'a stamp is ok once its submission is known from the other log',
    notAtDoors: 'the door of b may not know it yet',
    steps: [...handedIn, first('away', { ...inB, members: ofB }), stamp('away', 'last', '$id:worker0', inB)],
  },
  {
    name: 'disputed',
    code: 'not_in_chain',
    why: 'two branches, and neither stands in the home’s log',
    notAtDoors: 'it was ok when it came',
    steps: [
      first('rig'),
      { as: 'rigInB', log: 'b', repeat: 'rig0' },
      { as: 'rigInC', log: 'c', repeat: 'rig0' },
      later('rig', 'left', 'rig0', 1, { ...inB, members: { keys: ['$jwk:rig', '$jwk:left'], ...ofB } }),
      later('rig', 'right', 'rig0', 1, { log: 'c', members: { keys: ['$jwk:rig', '$jwk:right'], home: '$node:c' } }),
      post('rig', { ...inB, key: 'left' }),
      vouch('rig', 'fromStem', '$node:a'),
      vouch('rig', 'last', '$node:a', { ...inB, key: 'left', code: 'not_in_chain' }),
    ],
  },
  {
    name: 'dropped_elsewhere',
    code: 'key_revoked',
    why: 'a document in one log ends a key’s set acts in another, and leaves its ordered acts',
    notAtDoors: 'it was ok when it came',
    steps: [
      first('rig'),
      post('rig'),
      vouch('rig', 'counts', '$node:a'),
      vouch('rig', 'late', '$node:b', { code: 'key_revoked' }),
      { as: 'rigInB', log: 'b', repeat: 'rig0' },
      later('rig', 'rig1', 'rig0', 1, {
        ...inB,
        members: { keys: ['$jwk:fresh'], revoked: [{ kid: '$kid:rig', upto: { '$node:a': 4 } }] },
      }),
      event('rig', 'updated', 'wanted.updated', { item: '$made:item', title: 'Still mine' }),
    ],
  },
  {
    name: 'revoked_before',
    code: 'ok',
    why: 'a revocation of a stamp that another log tells of, in another home of its author',
    notAtDoors: 'nothing is refused',
    steps: [
      ...handedIn,
      first('away', { ...inB, members: ofB }),
      stamp('away', 'issued', '$id:worker0', inB),
      later('away', 'away1', 'away0', 1, { ...inB, members: { home: '$node:c' } }),
      { as: 'awayInC', log: 'c', repeat: 'away0' },
      { as: 'away1InC', log: 'c', repeat: 'away1' },
      event('away', 'last', 'stamp.revoked', { stamp: '$made:issued', reason: 'moved on' }, { log: 'c' }),
    ],
  },
];
