import type { Account } from '../../domain/account-name.ts';
import { judgeStatements } from '../../identity/judge-statement.ts';
import type { Expected } from '../../identity/judge-statement.ts';
import { accountCodes } from '../../wire/account.ts';
import type { AccountCode, AccountPlace, AccountStatement } from '../../wire/account.ts';
import { looksFor } from './look-for-statement.ts';
import type { Looked, Outside } from './look-for-statement.ts';

/** What came of looking for the statement of a rig. */
export type Proof = Proven | Missed;

export interface Proven {
  kind: 'proven';
  place: AccountPlace;
  /** Of GitHub: the number that the account has now, and the gist that the statement stands in. */
  number?: number;
  gist?: string;
  statement: AccountStatement;
  kid: string;
}

export type Missed = { kind: 'unreachable'; detail: string } | { kind: 'failed'; code: AccountCode; detail: string };

export interface ToProve extends Omit<Expected, 'account' | 'number'> {
  account: Account;
  /** Gists to look at first. */
  gists: readonly string[];
}

/** Looks at one place after the other until one proves the account. Where none does, what couldn't be reached may yet. */
export async function proveAccount(outside: Outside, toProve: ToProve): Promise<Proof> {
  const missed: Missed[] = [];
  for (const look of looksFor(toProve.account, toProve.gists)) {
    const proof = judge(await look(outside), toProve);
    if (proof.kind === 'proven') return proof;
    missed.push(proof);
  }
  const [nearest] = missed.toSorted((a, b) => nearness(b) - nearness(a));
  const detail = missed.map((each) => each.detail).join('; ');
  return nearest === undefined ? { kind: 'unreachable', detail: 'there is nowhere to look' } : { ...nearest, detail };
}

function judge(looked: Looked, { account, gists: _, ...expected }: ToProve): Proof {
  if (looked.kind !== 'found') return looked;
  const { kind: __, texts, place, ...of } = looked;
  const number = of.number === undefined ? {} : { number: of.number };
  const judged = judgeStatements(texts, { ...expected, ...number, account: account.name });
  if (!judged.ok) return { kind: 'failed', code: judged.code, detail: judged.detail };
  return { kind: 'proven', place, statement: judged.statement, kid: judged.kid, ...of };
}

function nearness(proof: Missed): number {
  return proof.kind === 'failed' ? accountCodes.indexOf(proof.code) : accountCodes.length;
}
