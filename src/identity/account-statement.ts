import type { AccountStatement } from '../wire/account.ts';
import { accountTyp } from '../wire/account.ts';
import type { TextCode } from '../wire/codes.ts';
import type { PrivateKey } from './keys.ts';
import { isAccountStatement } from './schemas.ts';
import { signToken } from './sign.ts';
import { readTokenOf } from './strict-jws.ts';
import type { Token } from './strict-jws.ts';

export interface ReadStatement {
  token: Token<typeof accountTyp>;
  statement: AccountStatement;
}

export type StatementReading = ({ ok: true } & ReadStatement) | { ok: false; code: TextCode | 'schema' };

/** Reads the text of a statement about an account; whether its signature holds, and whose key that is, is not looked at. */
export function readStatement(text: string): StatementReading {
  const reading = readTokenOf(accountTyp, text);
  if (!reading.ok) return reading;
  const payload: unknown = reading.token.payload;
  if (!isAccountStatement(payload)) return { ok: false, code: 'schema' };
  return { ok: true, token: reading.token, statement: payload };
}

/** Signs that an account is the rig's, with one of its keys. */
export function signStatement(statement: AccountStatement, key: PrivateKey): string {
  return signToken(accountTyp, statement, key);
}

/** A header and three members; a domain may be long. */
const longest = 2_000;
const mostTexts = 20;

/** What looks like a token in a file, a gist or a record that may say other things too: the first twenty. */
export function tokensIn(text: string): string[] {
  const words = text.split(/[^A-Za-z0-9_.-]+/);
  const tokens = words.filter((word) => word.length > 100 && word.length <= longest && word.split('.').length === 3);
  return tokens.slice(0, mostTexts);
}
