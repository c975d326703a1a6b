import t from 'tap';
import type { Token } from '../../src/identity/strict-jws.ts';
import { AssumptionFailed, Assumptions } from '../../src/ledger/assumptions.ts';
import type { Signatures } from '../../src/ledger/signatures.ts';

const x = 'x';

/** Signatures of which these hold, some still under way; notes which were verified here, in which order. */
function signaturesOf(holds: Record<string, boolean>, underWay: string[]) {
  const verified: string[] = [];
  const valid = ({ hash }: Token): boolean => {
    verified.push(hash);
    return holds[hash] === true;
  };
  const signatures = { valid, underWay: ({ hash }: Token) => underWay.includes(hash) } as unknown as Signatures;
  return { verified, assumptions: new Assumptions(signatures) };
}

const token = (hash: string): Token => ({ hash }) as Token;

t.test('what is under way counts as valid and is looked at last; everything else is what it is', (t) => {
  const { verified, assumptions } = signaturesOf({ a: true, b: true, c: false, d: true }, ['a', 'b', 'd']);
  t.same(
    ['a', 'b', 'c', 'd'].map((hash) => assumptions.valid(token(hash), x)),
    [true, true, false, true],
  );
  t.same(verified, ['c']);
  assumptions.confirm();
  t.same(verified, ['c', 'd', 'b', 'a'], 'from the last on');
  t.end();
});

t.test('one that does not hold fails the batch, once all of them are known', (t) => {
  const { verified, assumptions } = signaturesOf({ a: true, b: false, c: false }, ['a', 'b', 'c']);
  for (const hash of ['a', 'b', 'c']) t.equal(assumptions.valid(token(hash), x), true);
  t.throws(() => assumptions.confirm(), AssumptionFailed);
  t.same(verified, ['c', 'b', 'a']);
  t.end();
});
