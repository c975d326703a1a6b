import fc from 'fast-check';
import t from 'tap';
import { newRig, signAct } from '../../src/client/local-rig.ts';
import { isAsImported } from '../../src/domain/issues/imported-text.ts';
import { issuePosting } from '../../src/domain/issues/posting.ts';
import { generateKey } from '../../src/identity/keys.ts';
import { isBodyOf } from '../../src/identity/schemas.ts';
import { readToken } from '../../src/identity/strict-jws.ts';
import type { Issue } from '../../src/wire/issue.ts';

const link = { ref: 'acme/widgets#12', url: 'https://github.com/acme/widgets/issues/12' };
const options = { project: 'widgets', type: 'other' as const };
const id = Buffer.alloc(32, 1).toString('base64url');

function itemOf(issue: Partial<Issue>) {
  return issuePosting({ number: 12, title: 'A title', ...issue }, link, options);
}

t.test('any issue becomes an item that can be signed', async () => {
  const rig = await newRig({ kind: 'human', handle: 'alice', home: id }, await generateKey(), 0);
  const text = fc.string({
    unit: fc.constantFrom('a', '"', '\n', '\u0001', 'é', '漢', '😀', '\ud83d', '`'),
    maxLength: 300,
  });
  const long = fc.tuple(text, fc.nat(400)).map(([part, times]) => part.repeat(times).slice(0, 65_536));
  const labels = fc.array(fc.oneof(text, fc.record({ name: fc.oneof(text, fc.constant(null)) })), { maxLength: 100 });
  const issue = fc.record({ title: long, body: fc.oneof(long, fc.constant(null)), labels });
  await fc.assert(
    fc.asyncProperty(issue, async (given) => {
      const posting = itemOf(given);
      const body = { priority: 2 as const, effort: 'medium' as const, ...posting };
      if (!isBodyOf('wanted.posted', body)) return false;
      const token = await signAct(rig, { type: 'wanted.posted', body, aud: id }, 0);
      return readToken(token).ok && isAsImported(posting);
    }),
    { numRuns: 200 },
  );
});

t.test('what is cut says so', (t) => {
  const short = itemOf({ body: 'All of it.' });
  t.match(short.description, /^\[acme\/widgets#12\]\(\S+ "imported [0-9a-f]{12}"\)\n\nAll of it\.$/);
  const long = itemOf({ body: '漢'.repeat(20_000) });
  t.match(long.description, /^\[acme\/widgets#12\]\(\S+ "imported \S+"\) \(cut: [^)]+\)\n\n漢+ …$/);
  const size = Buffer.byteLength(long.description);
  t.ok(size <= 8_000 && size > 7_990, `${size} bytes`);
  t.notMatch(itemOf({ body: null }).description, /\n/);
  t.end();
});

t.test('an edited item is known by its sum', (t) => {
  for (const body of [null, 'A text.', '漢'.repeat(20_000)]) {
    const { title, description } = itemOf({ body });
    t.ok(isAsImported({ title, description }));
    t.notOk(isAsImported({ title: 'Another', description }));
    t.notOk(isAsImported({ title, description: `${description} And more.` }));
    t.notOk(isAsImported({ title, description: `Before.\n${description}` }));
  }
  t.notOk(isAsImported({ title: 'Posted by hand' }));
  t.end();
});

t.test('types come from labels', (t) => {
  const types = [['bug'], ['Kind/Bug'], ['type: enhancement'], ['help wanted', 'documentation'], ['help wanted'], []];
  t.same(
    types.map((labels) => itemOf({ labels }).type),
    ['bug', 'bug', 'feature', 'docs', 'other', 'other'],
  );
  t.end();
});
