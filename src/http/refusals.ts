import type { ErrorCode } from '../errors.ts';
import { signingProblems } from './answers.ts';
import { documentCodes, eventCodes, ignoredCodes, keyCodes, pendingCodes, textCodes } from '../wire/codes.ts';

/** Every verdict that a door can answer with instead of logging: all but a duplicate, which is no refusal there. */
export const allRefusals: readonly ErrorCode[] = [
  ...textCodes,
  ...keyCodes,
  ...eventCodes,
  ...documentCodes,
  'key_not_in_force',
  ...ignoredCodes.filter((code) => code !== 'duplicate'),
  ...pendingCodes,
];

/** What a document that the node signs for a rig may be refused with. */
export const documentProblems: readonly ErrorCode[] = [
  ...signingProblems,
  ...keyCodes,
  ...documentCodes,
  'schema',
  'handle_taken',
  'wrong_state',
  'not_home',
];
