import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import canonicalize from 'canonicalize';
import type { TSchema } from 'typebox';
import { AccountStatement } from '../wire/account.ts';
import { CheckpointPayload } from '../wire/checkpoint.ts';
import type { Checkpoint } from '../wire/checkpoint.ts';
import { DocumentPayload } from '../wire/document.ts';
import { bodies, Envelope } from '../wire/event.ts';
import type { EventType } from '../wire/event.ts';
import { SignInProof } from '../wire/sign-in.ts';
import { ViewPayload } from '../wire/view.ts';
import type { View } from '../wire/view.ts';

/** Adds the keywords of `wire/` to an Ajv: `maxBytes` and `maxCanonicalBytes` count UTF-8 bytes, the latter of the
 * RFC 8785 form; `decimals` bounds the decimal places of a number. */
export function addKeywords(ajv: Ajv): Ajv {
  ajv.addKeyword({
    keyword: 'maxBytes',
    type: 'string',
    schemaType: 'number',
    compile: (limit: number) => (text: string) =>
      text.length * 3 <= limit || (text.length <= limit && Buffer.byteLength(text) <= limit),
  });
  ajv.addKeyword({
    keyword: 'maxCanonicalBytes',
    type: 'object',
    schemaType: 'number',
    compile: (limit: number) => (value: object) => canonicalBytes(value) <= limit,
  });
  ajv.addKeyword({
    keyword: 'decimals',
    type: 'number',
    schemaType: 'number',
    compile: (places: number) => {
      const unit = 10 ** places;
      return (value: number) => Math.round(value * unit) / unit === value;
    },
  });
  return ajv;
}

/** Bytes of the RFC 8785 form; without end for what has none: half a surrogate pair, or a number like 1e999. */
function canonicalBytes(value: object): number {
  try {
    return Buffer.byteLength(canonicalize(value) ?? '');
  } catch {
    return Infinity;
  }
}

const ajv = addKeywords(new Ajv({ strict: true, allErrors: false, validateFormats: false }));

type Check<T> = (value: unknown) => value is T;

/** Compiled when it is first asked: a start needs none of them, and a command that signs at most one. */
function compile<T>(schema: TSchema): Check<T> {
  let validate: ValidateFunction<T> | undefined;
  return (value): value is T => (validate ??= ajv.compile<T>(schema))(value);
}

/** An event whose `type` and `body` haven't been looked at. */
export interface UnreadEvent {
  iss: string;
  aud: string;
  iat: number;
  jti: string;
  type: string;
  body: Record<string, unknown>;
}

/** A document whose keys haven't been looked at. */
export interface UnreadDocument {
  id?: string;
  seq: number;
  prev: string | null;
  kind: string;
  handle: string;
  keys: unknown[];
  recovery: unknown[];
  home?: string;
  owner?: string;
  status?: 'tombstone';
}

export const isEnvelope = compile<UnreadEvent>(Envelope);
export const isDocument = compile<UnreadDocument>(DocumentPayload);
export const isCheckpoint = compile<Checkpoint>(CheckpointPayload);
export const isView = compile<View>(ViewPayload);
export const isAccountStatement = compile<AccountStatement>(AccountStatement);
export const isSignInProof = compile<SignInProof>(SignInProof);

const isBody = Object.fromEntries(Object.entries(bodies).map(([type, schema]) => [type, compile(schema)])) as Record<
  EventType,
  Check<unknown>
>;

/** The types there are; anything else is `unknown_type`. */
export function isEventType(type: string): type is EventType {
  return Object.hasOwn(isBody, type);
}

/** Whether a body is one of its event type (protocol.md section 3). */
export function isBodyOf(type: EventType, body: unknown): boolean {
  return isBody[type](body);
}
