import { accountCodes } from '../wire/account.ts';
import type { AccountCode, AccountStatement } from '../wire/account.ts';
import { readStatement } from './account-statement.ts';
import { verifySignature } from './verify.ts';

/** What a statement is held against. */
export interface Expected {
  rig: string;
  /** kid → x of the rig's keys in force. */
  keys: Readonly<Record<string, string>>;
  /** The account's name, and the number that it has now where it has one. */
  account: string;
  number?: number;
  /** The number that it had when it was proven before. */
  keptNumber?: number;
  /** Seconds. */
  now: number;
}

export type JudgedStatement =
  | { ok: true; statement: AccountStatement; kid: string; text: string }
  | { ok: false; code: AccountCode; detail: string };

/** Seconds by which clocks may differ. */
const tolerance = 600;

/** The newest of these texts that proves the account, else why none does. */
export function judgeStatements(texts: readonly string[], expected: Expected): JudgedStatement {
  const judged = texts.map((text) => judgeStatement(text, expected));
  const [newest] = judged.filter((each) => each.ok).sort((a, b) => b.statement.iat - a.statement.iat);
  if (newest !== undefined) return newest;
  const [nearest] = judged
    .filter((each) => !each.ok)
    .sort((a, b) => accountCodes.indexOf(b.code) - accountCodes.indexOf(a.code));
  return nearest ?? refuse('no_statement', 'there is no statement of a rig there');
}

/** Whether one text proves that the account is the rig's. */
export function judgeStatement(text: string, expected: Expected): JudgedStatement {
  const reading = readStatement(text);
  if (!reading.ok) return refuse('not_a_statement', `what stands there is no statement: ${reading.code}`);
  const { token, statement } = reading;
  if (statement.iss !== expected.rig) return refuse('other_rig', `it is a statement of another rig, ${statement.iss}`);
  if (statement.account !== expected.account) {
    return refuse('other_account', 'the statement that stands there is about another account');
  }
  if (!isOfNumber(statement, expected)) {
    return refuse('other_number', 'somebody else has that login now, or had it: sign a new statement');
  }
  if (statement.iat > expected.now + tolerance) return refuse('not_yet', 'it says that it was signed in the future');
  const x = expected.keys[token.kid];
  if (x === undefined) return refuse('key_not_in_force', 'the key that signed it does not speak for the rig now');
  if (!verifySignature(token, x)) return refuse('bad_signature', 'its signature is wrong');
  return { ok: true, statement, kid: token.kid, text };
}

/** A statement that names a number is for that one; one that doesn't is for the number that it was first proven with. */
function isOfNumber(statement: AccountStatement, { number, keptNumber }: Expected): boolean {
  return (statement.number ?? keptNumber ?? number) === number;
}

function refuse(code: AccountCode, detail: string): JudgedStatement {
  return { ok: false, code, detail };
}
