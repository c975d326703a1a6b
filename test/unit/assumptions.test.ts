import t from 'tap';
import type { Token } from '../../src/identity/strict-jws.ts';
import { AssumptionFailed, Assumptions } from '../../src/ledger/assumptions.ts';
import type { Signatures } from '../../src/ledger/signatures.ts';
import { typs } from '../../src/wire/header.ts';

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

const token = (hash: string, type = 'wanted.claimed', typ: string = typs.event): Token =>
  ({ hash, typ, payload: { type } }) as unknown as Token;

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

t.test('nothing is assumed from which much may follow', (t) => {
  const { verified, assumptions } = signaturesOf({}, ['a', 'b', 'c', 'd']);
  t.equal(assumptions.valid(token('a', 'vouch.given'), x), false);
  t.equal(assumptions.valid(token('b', 'rig.linked'), x), false);
  t.equal(assumptions.valid(token('c', 'wanted.claimed', typs.identity), x), false);
  t.equal(assumptions.valid(token('d', 'of no known type'), x), false);
  t.same(verified, ['a', 'b', 'c', 'd']);
  assumptions.confirm();
  t.end();
});
