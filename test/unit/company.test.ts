import t from 'tap';
import { Company } from '../../src/ledger/company.ts';
import type { Gathered } from '../../src/ledger/company.ts';

/** A company that has met several acts, and each look of it at what waits: the given counts, then the last one for ever. */
async function looksAt(counts: readonly Gathered[], met: number): Promise<number> {
  const company = new Company();
  company.met(met);
  let looks = 0;
  const last = counts.at(-1) ?? { waiting: 0, full: false };
  await company.gather(() => counts[looks++] ?? last);
  return looks;
}

const acts = (waiting: number, full = false): Gathered => ({ waiting, full });

void t.test('whoever acts alone is not kept waiting', async (t) => {
  t.notOk(new Company().several);
  t.equal(await looksAt([acts(1)], 0), 0);
  t.equal(await looksAt([acts(1)], 1), 0);
});

void t.test('where several act, further ones are waited for as long as they come', async (t) => {
  const nobody = await looksAt([acts(1)], 2);
  t.ok(nobody > 2, 'a caller that was answered needs a moment to ask again');
  t.equal(
    await looksAt([acts(1), acts(2), acts(3), acts(4)], 2),
    nobody + 3,
    'each one that comes begins the wait anew',
  );
});

void t.test('a full batch sets off, however many come', async (t) => {
  t.equal(await looksAt([acts(127), acts(128, true)], 30), 2);
});
