/** Why a log doesn't extend (protocol.md section 4): nothing of the suffix lands. Unlike a verdict it is about the log, so
 * it stands in reports only. */
export const logCodes = [
  'gap',
  'not_ascii',
  'too_long',
  'bad_time',
  'decreasing_time',
  'first_entry',
  'bad_checkpoint',
  'wrong_root',
  'checkpoint_key',
  'checkpoint_signature',
  'contradiction',
  'equivocation',
] as const;

export type LogCode = (typeof logCodes)[number];
