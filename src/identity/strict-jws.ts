import { hash } from 'node:crypto';
import type { Typ } from '../wire/header.ts';
import { idPattern, typs } from '../wire/header.ts';
import type { TextCode } from '../wire/codes.ts';
import { BoundedCache } from './bounded-cache.ts';
import type { JsonObject } from './strict-json.ts';
import { readStrictJsonBytes } from './strict-json.ts';

/**
 * The one strict reader of tokens for all doors (protocol.md section 1). Its checks stand in the order of the closed
 * list (section 5), since the first that fails names the code.
 */

/** What every token shows before its payload is looked at. Nothing here says that the signature holds. */
export interface TokenHead<T extends string = Typ> {
  /** The exact text that came: kept, relayed, never serialized again. */
  text: string;
  /** SHA-256 of the text, lowercase hex. */
  hash: string;
  typ: T;
  kid: string;
  /** Header and payload as they are signed. */
  signingInput: string;
  /** Any length: one that isn't 64 bytes can only fail as `bad_signature`. */
  signature: Uint8Array;
}

export interface Token<T extends string = Typ> extends TokenHead<T> {
  payload: JsonObject;
}

/** A token whose payload may be any bytes. */
export interface OpaqueToken<T extends string = Typ> extends TokenHead<T> {
  payloadBytes: Uint8Array;
}

export type TokenReading<T> = { ok: true; token: T } | { ok: false; code: TextCode };

const maxLength = 16_000;
const headerMembers: ReadonlySet<string> = new Set(['alg', 'typ', 'kid']);
const knownTyps: ReadonlySet<unknown> = new Set(Object.values(typs));
const idFormat = new RegExp(idPattern);

/** Reads a token of this protocol, whose payload is one strict JSON object. */
export function readToken(text: string): TokenReading<Token> {
  return withPayload(readAnyPayload(text));
}

/** Reads a token that stands in no log, as strictly: one `typ` alone is right, and it is none that an entry may have. */
export function readTokenOf<T extends string>(typ: T, text: string): TokenReading<Token<T>> {
  return withPayload(readParts(text, (encoded) => readHeaderOf(encoded, (found): found is T => found === typ)));
}

function withPayload<T extends string>(opaque: TokenReading<OpaqueToken<T>>): TokenReading<Token<T>> {
  if (!opaque.ok) return opaque;
  const payload = readStrictJsonBytes(opaque.token.payloadBytes);
  if (!payload.ok) return payload;
  const { text, hash, typ, kid, signingInput, signature } = opaque.token;
  return { ok: true, token: { text, hash, typ, kid, payload: payload.value, signingInput, signature } };
}

/** Reads a token like `readToken`, but leaves its payload as bytes that need not be JSON. */
export function readAnyPayload(text: string): TokenReading<OpaqueToken> {
  return readParts(text, readHeader);
}

function readParts<T extends string>(
  text: string,
  headerOf: (encoded: string) => Header<T>,
): TokenReading<OpaqueToken<T>> {
  if (!isAscii(text)) return refuse('not_ascii');
  if (text.length > maxLength) return refuse('too_long');

  const headerEnd = text.indexOf('.');
  const payloadEnd = text.indexOf('.', headerEnd + 1);
  if (headerEnd === -1 || payloadEnd === -1 || text.includes('.', payloadEnd + 1)) return refuse('not_compact');

  const payloadBytes = decodeBase64url(text.slice(headerEnd + 1, payloadEnd));
  const signature = decodeBase64url(text.slice(payloadEnd + 1));
  if (!payloadBytes || !signature) return refuse('not_base64url');

  const header = headerOf(text.slice(0, headerEnd));
  if (!header.ok) return header;
  const { typ, kid } = header;
  const signingInput = text.slice(0, payloadEnd);
  return { ok: true, token: { text, hash: hashOf(text), typ, kid, signingInput, signature, payloadBytes } };
}

/** The `typ` of a token with a good header, whatever the rest of it is; undefined for any other text. */
export function typOf(text: string): Typ | undefined {
  const header = readHeader(text.slice(0, Math.max(0, text.indexOf('.'))));
  return header.ok ? header.typ : undefined;
}

type Header<T extends string = Typ> = { ok: true; typ: T; kid: string } | { ok: false; code: TextCode };

/** Good headers by their text: a key has one for all its events. */
const goodHeaders = new BoundedCache<Header>(20_000);

function readHeader(encoded: string): Header {
  const known = goodHeaders.get(encoded);
  if (known !== undefined) return known;
  const header = readHeaderOf(encoded, isTyp);
  if (header.ok) goodHeaders.set(encoded, header);
  return header;
}

function readHeaderOf<T extends string>(encoded: string, admits: (typ: unknown) => typ is T): Header<T> {
  const bytes = decodeBase64url(encoded);
  return bytes === undefined ? refuse('not_base64url') : readHeaderBytes(bytes, admits);
}

/** Exactly `{alg, typ, kid}`; a missing member has the code of a wrong one. */
function readHeaderBytes<T extends string>(bytes: Uint8Array, admits: (typ: unknown) => typ is T): Header<T> {
  const header = readStrictJsonBytes(bytes);
  if (!header.ok) return header;
  // `jwk`, `jku`, `x5*`, `crit`, `b64`: whatever could point a reader at another key or another meaning.
  if (!Object.keys(header.value).every((member) => headerMembers.has(member))) return refuse('unknown_header');
  const { alg, typ, kid } = header.value;
  if (alg !== 'EdDSA') return refuse('wrong_alg');
  if (!admits(typ)) return refuse('wrong_typ');
  if (!isIdentityId(kid)) return refuse('wrong_kid');
  return { ok: true, typ, kid };
}

/** SHA-256 of a token's compact text, lowercase hex: the token's name everywhere (protocol.md section 1). */
export function hashOf(text: string): string {
  return hash('sha256', text, 'hex');
}

/** Identity id that belongs to the hash (lowercase hex) of a document 0. */
export function idOfHash(hash: string): string {
  return Buffer.from(hash, 'hex').toString('base64url');
}

/** Whether this is 32 bytes in canonical base64url (43 characters), the shape of identity ids, kids and `x`. */
export function isIdentityId(value: unknown): value is string {
  return typeof value === 'string' && idFormat.test(value);
}

/** Whether this is the one base64url text of `byteLength` bytes (of any number, when absent). */
export function isCanonicalBase64url(value: unknown, byteLength?: number): value is string {
  if (typeof value !== 'string') return false;
  const bytes = decodeBase64url(value);
  return bytes !== undefined && (byteLength === undefined || bytes.length === byteLength);
}

/** Decodes canonical base64url; anything else is undefined. */
export function decodeBase64url(text: string): Uint8Array | undefined {
  // Buffer's decoder skips what it doesn't know, stops at `=`, takes `+` and `/`, and drops unused bits. What it encodes
  // is canonical, so only canonical text comes back unchanged.
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}

function isTyp(value: unknown): value is Typ {
  return knownTyps.has(value);
}

function isAscii(text: string): boolean {
  return !/[^\x00-\x7f]/.test(text);
}

function refuse(code: TextCode): { ok: false; code: TextCode } {
  return { ok: false, code };
}
