import Type from 'typebox';
import { idPattern } from './header.ts';

/** Encodings that all signed objects share (protocol.md section 1). `maxBytes`, `decimals` and `maxCanonicalBytes` are
 * keywords of our own: lengths are UTF-8 bytes there, which JSON Schema's `maxLength` doesn't count. */

/** Identity id or kid. */
export const Id = Type.String({ pattern: idPattern });

/** Lowercase hex of a SHA-256. */
export const HashHex = Type.String({ pattern: '^[0-9a-f]{64}$' });

/** 128 random bits in base64url; the four unused bits of the last character are zero. */
export const Jti = Type.String({ pattern: '^[A-Za-z0-9_-]{21}[AQgw]$' });

export const Handle = Type.String({ pattern: '^[a-z0-9]([a-z0-9-]{0,37}[a-z0-9])?$' });

/** Seconds since 1970. */
export const Seconds = Type.Integer({ minimum: 0 });

export const ItemId = Type.String({ pattern: '^w-[0-9a-f]{40}$' });
export const CompletionId = Type.String({ pattern: '^c-[0-9a-f]{40}$' });
export const StampId = Type.String({ pattern: '^s-[0-9a-f]{40}$' });
export const VouchId = Type.String({ pattern: '^v-[0-9a-f]{40}$' });
export const CommentId = Type.String({ pattern: '^m-[0-9a-f]{40}$' });

/** Text of at most `maxBytes` UTF-8 bytes. */
export function Text(maxBytes: number, minLength = 0) {
  return Type.String({ ...(minLength > 0 ? { minLength } : {}), maxBytes });
}

/** List of at most `maxItems` short texts; members may repeat. */
export function Texts(maxItems: number, maxBytes: number, minItems = 0) {
  return Type.Array(Text(maxBytes), { minItems, maxItems });
}

export const closed = { additionalProperties: false } as const;
