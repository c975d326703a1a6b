import { damaged, drop, first, later, replaced, steps } from './builders.ts';
import type { Case, Step } from '../template.ts';

const good = { kty: 'OKP', crv: 'Ed25519' };
const hexKey = (hex: string): object => ({ ...good, x: Buffer.from(hex, 'hex').toString('base64url') });
const withKey = (name: string, why: string, key: object): Case =>
  steps(name, name, why, first('rig', { members: { keys: ['$jwk:rig', key] } }));

const recoverable = { recovery: ['$jwk:recovery'] };
const fork = (n: number): Step => later('rig', `fork${n}`, 'rig0', 1, { members: { name: `Fork ${n}` } });

/** Identity documents that don't count. */
export const documents: Case[] = [
  steps('schema_document', 'schema', 'no home', first('rig', { members: { home: undefined } })),
  withKey('bad_key', 'another curve', { ...good, crv: 'X25519', x: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k' }),
  withKey('noncanonical_key', 'y = p + 1', hexKey('eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f')),
  withKey(
    'low_order_key',
    'a point of order 8',
    hexKey('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'),
  ),
  withKey(
    'torsion_key',
    'the base point plus one of order 8',
    hexKey('da99e28ba529cdde35a25fba9059e78ecaee239f99755b9b1aa4f65df00803e2'),
  ),
  steps('no_predecessor', 'no_predecessor', 'it never stood here', first('rig'), {
    ...later('rig', 'last', 'rig0', 1, { members: { prev: 'a'.repeat(64) } }),
  }),
  steps('unknown_key_document', 'unknown_key', 'not signed by its predecessor', first('rig'), {
    ...later('rig', 'last', 'rig0', 1, { key: 'thief', members: { keys: ['$jwk:rig', '$jwk:thief'] } }),
  }),
  {
    name: 'bad_signature_document',
    code: 'bad_signature',
    why: 'a signature over something else',
    steps: [damaged(first('rig'), 'bad_signature')],
  },
  steps(
    'tombstoned',
    'tombstoned',
    'nothing follows a tombstone',
    first('rig', { members: recoverable }),
    later('rig', 'end', 'rig0', 1, {
      members: { ...recoverable, keys: [], status: 'tombstone', revoked: drop('rig') },
    }),
    later('rig', 'last', 'end', 2, { key: 'recovery', members: { ...recoverable, keys: ['$jwk:fresh'] } }),
  ),
  steps('bad_document', 'bad_document', 'seq 2 after 0', first('rig'), later('rig', 'last', 'rig0', 2)),
  steps(
    'recovery_changed',
    'recovery_changed',
    'an ordinary key takes the recovery key away',
    first('rig', { members: recoverable }),
    later('rig', 'last', 'rig0', 1),
  ),
  steps(
    'drop_without_upto',
    'drop_without_upto',
    'a key goes without a word',
    first('rig'),
    later('rig', 'last', 'rig0', 1, { members: { keys: ['$jwk:fresh'] } }),
  ),
  steps(
    'bad_revocation',
    'bad_revocation',
    'a key that was never held',
    first('rig'),
    later('rig', 'last', 'rig0', 1, { members: { revoked: drop('stranger') } }),
  ),
  steps(
    'key_returned',
    'key_returned',
    'a dropped key comes back',
    first('rig'),
    later('rig', 'rig1', 'rig0', 1, { members: replaced }),
    later('rig', 'last', 'rig1', 2, { key: 'fresh', members: { keys: ['$jwk:fresh', '$jwk:rig'] } }),
  ),
  steps('too_many_forks', 'too_many_forks', 'a ninth', first('rig'), ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map(fork)),
];
