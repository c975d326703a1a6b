import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, HashHex, Id, Seconds } from './encodings.ts';

/** The origin's signature over the head of its log (protocol.md section 4). */
export const CheckpointPayload = Type.Object(
  { iss: Id, seq: Type.Integer({ minimum: 1 }), root: HashHex, iat: Seconds },
  { ...closed, $id: 'Checkpoint' },
);

export type Checkpoint = Static<typeof CheckpointPayload>;

/** One entry of a log, as it stands in `events` and in the NDJSON of `/v1/logs/{origin}/events`. */
export interface LogEntry {
  seq: number;
  /** Milliseconds since 1970. */
  logged_at: number;
  /** A compact JWS, or `~` and the hash of a withheld one. */
  jws: string;
}

/** `logged_at` lies between these two, inclusive (protocol.md section 1). */
export const loggedAtRange = { min: 1_600_000_000_000, max: 2_147_483_647_000 } as const;
