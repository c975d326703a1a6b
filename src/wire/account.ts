import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, Id, Seconds, Text } from './encodings.ts';

/**
 * "This account is mine", signed by a key of a rig, to stand where only who holds the account can put it. It is in no log,
 * and its `typ` is none of those that entries have.
 */
export const accountTyp = 'wasteland-account+jwt';

export const AccountStatement = Type.Object(
  {
    iss: Id,
    account: Text(255, 1),
    /** GitHub's number of the account: a login that was given up can be taken by somebody else. */
    number: Type.Optional(Type.Integer({ minimum: 1 })),
    iat: Seconds,
  },
  { ...closed, $id: 'AccountStatement' },
);
export type AccountStatement = Static<typeof AccountStatement>;

/** Why an account isn't proven. A closed list, from the least to the most that was found: of several places the one that
 * came nearest says what is wrong. */
export const accountCodes = [
  'no_such_account',
  'no_statement',
  'not_a_statement',
  'other_rig',
  'other_account',
  'other_number',
  'not_yet',
  'key_not_in_force',
  'bad_signature',
  'bad_answer',
  'not_admitted',
  'superseded',
  'expired',
] as const;
export type AccountCode = (typeof accountCodes)[number];

/** Where a statement can stand. */
export const accountPlaces = ['gist', 'profile', 'well_known', 'dns'] as const;
export type AccountPlace = (typeof accountPlaces)[number];
