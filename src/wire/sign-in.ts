import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, Id, Text } from './encodings.ts';

/**
 * "I have a key of this rig, and want to come in here", signed by that key. It is in no log, and its `typ` is none of those
 * that entries have.
 */
export const signInTyp = 'wasteland-sign-in+jwt';

export const SignInProof = Type.Object(
  {
    iss: Id,
    /** The node that it is for: no other may use it. */
    aud: Id,
    /** What that node gave this visitor: nobody else may use it. */
    nonce: Text(255, 1),
  },
  { ...closed, $id: 'SignInProof' },
);
export type SignInProof = Static<typeof SignInProof>;
