import Type from 'typebox';
import type { Static } from 'typebox';
import type { RefusalCode } from '../codes.ts';
import type { Dimension, Kind } from '../words.ts';
import { Dimensions } from '../event.ts';

/** Requests and answers of `wasteland conformance`, one a line (design section 8). Members that aren't named here are
 * passed over: whoever compares implementations may number the lines. */

export const ConformanceRequest = Type.Object({ op: Type.String() });

/** What the text of a token is, is the strict reader's to say, and what the key is, the key check's: each with its code. */
export const VerifyRequest = Type.Object({ op: Type.Literal('verify'), jws: Type.String(), jwk: Type.Unknown() });
export type VerifyRequest = Static<typeof VerifyRequest>;

export const KeyRequest = Type.Object({ op: Type.Literal('key'), jwk: Type.Unknown() });
export type KeyRequest = Static<typeof KeyRequest>;

const GivenLog = Type.Object({
  entries: Type.Array(Type.Object({ seq: Type.Number(), logged_at: Type.Number(), jws: Type.String() })),
  checkpoint: Type.String(),
});
export type GivenLog = Static<typeof GivenLog>;

export const ProjectRequest = Type.Object({
  op: Type.Literal('project'),
  logs: Type.Record(Type.String(), GivenLog),
});
export type ProjectRequest = Static<typeof ProjectRequest>;

const Pair = Type.Tuple([Type.String(), Type.String()]);

/** `links`: pairs of rigs that linked each other; `vouches`: [giver, subject]; `stamps`: those that count. */
export const ReputationRequest = Type.Object({
  op: Type.Literal('reputation'),
  roots: Type.Array(Type.String()),
  damping: Type.Optional(Type.Number({ minimum: 0, exclusiveMaximum: 1 })),
  combine: Type.Optional(Type.Enum(['together', 'minimum'])),
  links: Type.Array(Pair),
  vouches: Type.Array(Pair),
  stamps: Type.Array(
    Type.Object({ id: Type.String(), author: Type.String(), subject: Type.String(), dimensions: Dimensions }),
  ),
});
export type ReputationRequest = Static<typeof ReputationRequest>;

/** `payload`: the bytes that were signed, in base64url. */
export type VerifyAnswer = { ok: true; payload: string } | { ok: false; code: RefusalCode };

export type KeyAnswer = { ok: true } | { ok: false; code: RefusalCode };

export interface ProjectAnswer {
  ok: true;
  /** A log that lands not at all has none. */
  verdicts: Record<string, string[]>;
  identities: Record<string, ProjectedIdentity>;
  /** All nine, each row as the array that the digest hashes. */
  tables: Record<string, unknown[][]>;
}

export interface ProjectedIdentity {
  handle: string;
  kind: Kind;
  /** kids in force, sorted; recovery keys are not among them. */
  keys: string[];
  /** Of a node its own id. */
  home: string;
  status: 'active' | 'tombstone' | 'disputed';
}

export interface ReputationAnswer {
  ok: true;
  /** Of every rig that the request names. */
  weights: Record<string, number>;
  /** Of every subject of a stamp. */
  reputation: Record<string, Record<Dimension, { mean: number; uncertainty: number; lower: number }>>;
}

/** A line that can't be answered. */
export interface LineRefused {
  ok: false;
  code: 'malformed_json' | 'invalid_request' | 'too_large' | 'internal';
  detail: string;
}

export type ConformanceAnswer = VerifyAnswer | KeyAnswer | ProjectAnswer | ReputationAnswer | LineRefused;
