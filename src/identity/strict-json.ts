import { isUtf8 } from 'node:buffer';
import type { TextCode } from '../wire/codes.ts';

/** The one reader of JSON from strangers (protocol.md section 1): readers that differ would make a fork. */

export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

export type JsonCode = Extract<
  TextCode,
  'bad_utf8' | 'bad_json' | 'too_deep' | 'unsafe_number' | 'lone_surrogate' | 'forbidden_key' | 'duplicate_key'
>;
export type StrictJson = { ok: true; value: JsonObject } | { ok: false; code: JsonCode };

/** The outermost object is at depth 1. */
const maxDepth = 16;

const quote = 0x22;
const comma = 0x2c;
const minus = 0x2d;
const digit0 = 0x30;
const digit9 = 0x39;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Reads bytes that must be UTF-8 and hold one JSON object; a byte order mark is no JSON. */
export function readStrictJsonBytes(bytes: Uint8Array): StrictJson {
  if (!isUtf8(bytes)) return { ok: false, code: 'bad_utf8' };
  // Buffer's decoder keeps a byte order mark, which TextDecoder would swallow.
  return readStrictJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
}

/**
 * Reads one JSON object. `bad_json` (the grammar of RFC 8259, or not an object) comes before all other codes; of these
 * the first in the text wins.
 */
export function readStrictJson(text: string): StrictJson {
  let value: unknown;
  try {
    // Exactly the grammar of RFC 8259, without recursion; `__proto__` becomes an ordinary own member here.
    value = JSON.parse(text);
  } catch {
    return { ok: false, code: 'bad_json' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { ok: false, code: 'bad_json' };
  const code = firstViolation(text);
  return code === undefined ? { ok: true, value: value as JsonObject } : { ok: false, code };
}

/** The first thing in a grammatical JSON text that the grammar allows and this protocol doesn't. */
function firstViolation(text: string): JsonCode | undefined {
  const wellFormed = text.isWellFormed();
  // One entry per open container: the keys seen so far of an object, null for an array.
  const open: (Set<string> | null)[] = [];
  let keys: Set<string> | null = null;
  let keyNext = false;
  let nextBackslash = text.indexOf('\\');
  let at = 0;
  while (at < text.length) {
    const char = text.charCodeAt(at);
    if (char === quote) {
      let end = text.indexOf('"', at + 1);
      const escaped = nextBackslash !== -1 && nextBackslash < end;
      if (escaped) {
        end = endOfString(text, nextBackslash);
        nextBackslash = text.indexOf('\\', end);
      }
      if (keyNext) {
        const key = escaped ? (JSON.parse(text.slice(at, end + 1)) as string) : text.slice(at + 1, end);
        if ((escaped || !wellFormed) && !key.isWellFormed()) return 'lone_surrogate';
        if (key === '__proto__') return 'forbidden_key';
        if (keys !== null) {
          if (keys.has(key)) return 'duplicate_key';
          keys.add(key);
        }
        keyNext = false;
      } else if ((escaped || !wellFormed) && hasLoneSurrogate(text.slice(at, end + 1))) {
        return 'lone_surrogate';
      }
      at = end + 1;
    } else if (char === comma) {
      keyNext = keys !== null;
      at += 1;
    } else if (char === openBrace || char === openBracket) {
      if (open.length === maxDepth) return 'too_deep';
      keys = char === openBrace ? new Set() : null;
      keyNext = keys !== null;
      open.push(keys);
      at += 1;
    } else if (char === closeBrace || char === closeBracket) {
      open.pop();
      keys = open.at(-1) ?? null;
      at += 1;
    } else if (char === minus || (char >= digit0 && char <= digit9)) {
      const end = endOfNumber(text, at);
      if (!isSafe(Number(text.slice(at, end)))) return 'unsafe_number';
      at = end;
    } else {
      // Colons, white space, and the letters of true, false and null.
      at += 1;
    }
  }
  return undefined;
}

/** Where the string ends whose first backslash stands at `firstBackslash`: the place of its closing quote. */
function endOfString(text: string, firstBackslash: number): number {
  let at = firstBackslash;
  for (;;) {
    const char = text.charCodeAt(at);
    if (char === quote) return at;
    at += char === backslash ? 2 : 1;
  }
}

/** A number ends before the first character that can't be part of one. */
function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && isNumberPart(text.charCodeAt(at))) at += 1;
  return at;
}

/** Digits, and `+` `-` `.` `E` `e`: the text is grammatical, so none of them stands right behind a number otherwise. */
function isNumberPart(char: number): boolean {
  return (
    (char >= digit0 && char <= digit9) || char === 0x2b || char === minus || char === 0x2e || (char | 0x20) === 0x65
  );
}

/** Judged as an IEEE double: infinite and ±2^53 and beyond, where neighbours can't be told apart, are not safe. */
function isSafe(value: number): boolean {
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
}

/** A string literal with its quotes; only `\u` escapes can add what the text around them doesn't show. */
function hasLoneSurrogate(literal: string): boolean {
  if (!literal.includes('\\u')) return !literal.isWellFormed();
  return !(JSON.parse(literal) as string).isWellFormed();
}
