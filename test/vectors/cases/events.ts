import { damaged, event, first, post, steps, vouch } from './builders.ts';
import type { Case } from '../template.ts';

/** Events that aren't well signed. */
export const events: Case[] = [
  steps('schema', 'schema', 'no jti', first('rig'), vouch('rig', 'last', '$node:a', { members: { jti: undefined } })),
  steps('schema_body', 'schema', 'a member too many', first('rig'), post('rig', { body: { status: 'open' } })),
  steps('unknown_type', 'unknown_type', 'no such act', first('rig'), event('rig', 'last', 'wanted.stolen', {})),
  {
    ...steps(
      'wrong_audience',
      'wrong_audience',
      'signed for another node',
      first('rig'),
      vouch('rig', 'last', '$node:a', { members: { aud: '$kid:elsewhere' } }),
    ),
    notAtDoors: 'a door relays it to that node, or answers that it knows no such home',
  },
  steps('stale', 'stale', 'four days old', first('rig'), post('rig', { members: { iat: '$now-345600' } })),
  steps('stale_ahead', 'stale', 'an hour ahead', first('rig'), post('rig', { members: { iat: '$now3600' } })),
  steps('unknown_author', 'unknown_author', 'no document', post('rig', { members: { iss: '$kid:rig' } })),
  steps('unknown_key', 'unknown_key', 'a key of somebody else', first('rig'), post('rig', { key: 'other' })),
  {
    name: 'bad_signature',
    code: 'bad_signature',
    why: 'a signature over something else',
    steps: [first('rig'), damaged(post('rig'), 'bad_signature')],
  },
];

/** What any entry may be. */
export const anyEntry: Case[] = [
  {
    name: 'duplicate',
    code: 'duplicate',
    why: 'it stands there already',
    steps: [first('rig'), vouch('rig', 'vouch', '$node:a'), { as: 'last', code: 'duplicate', repeat: 'vouch' }],
  },
];
