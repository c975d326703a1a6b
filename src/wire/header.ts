/**
 * What the header of a signed object holds (protocol.md section 1). Apart from the schemas, whose library takes a program longer to
 * load than most commands take altogether.
 */

export const typs = {
  identity: 'wasteland-identity+jwt',
  event: 'wasteland-event+jwt',
  checkpoint: 'wasteland-checkpoint+jwt',
  view: 'wasteland-view+jwt',
} as const;

export type Typ = (typeof typs)[keyof typeof typs];

/** A kid, as well as an identity id: base64url of 32 bytes in its one canonical form, the two unused bits of the last character
 * are zero. */
export const idPattern = '^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$';
