import fc from 'fast-check';
import t from 'tap';
import { readVouchedList, writeVouchedList } from '../../src/domain/reputation/vouched-list.ts';

t.test('accounts, platforms, denounced ones, reasons and comments', async (t) => {
  const text = `\ufeff# Who may.
#
alice
  Bob  \tgood reviews, always \r
github:carol
domain:Example.ORG runs a node
-dave
-gitlab:eve.x sent\tslop

`;
  t.same(readVouchedList(text), {
    ok: true,
    entries: [
      { account: 'github:alice', denounced: false },
      { account: 'github:bob', denounced: false, details: 'good reviews, always' },
      { account: 'github:carol', denounced: false },
      { account: 'domain:example.org', denounced: false, details: 'runs a node' },
      { account: 'github:dave', denounced: true },
      { account: 'gitlab:eve.x', denounced: true, details: 'sent\tslop' },
    ],
  });
  t.match(readVouchedList('alice', 'codeberg'), { entries: [{ account: 'codeberg:alice' }] });
  t.same(readVouchedList('# nobody yet'), { ok: true, entries: [] });
});

t.test('each broken line is named, and nothing comes of the others', async (t) => {
  const lines = [
    'alice',
    '@bob',
    '- carol',
    '-',
    'ali%ce',
    'git hub:dave is two words, which is fine',
    'github:',
    ':frank',
    'domain:no_host',
    'grace\u0007',
    '-ALICE',
    `heidi ${'x'.repeat(1001)}`,
  ];
  const reading = readVouchedList(lines.join('\n'));
  t.equal(reading.ok, false);
  const errors = reading.ok ? [] : reading.errors;
  t.same(
    errors.map(({ line }) => line),
    [2, 3, 4, 5, 7, 8, 9, 10, 11, 12],
  );
  t.match(errors[0], { message: /without @/ });
  t.match(errors[8], { message: /both vouched for and denounced: see line 1/ });
});

t.test('an account may be named twice in one way', async (t) => {
  t.match(readVouchedList('alice\ngithub:Alice again'), { ok: true, entries: [{ account: 'github:alice' }] });
});

t.test('what is written is read back as it was', async (t) => {
  const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/);
  const details = fc.stringMatching(/^[a-z#:-][a-z #:,-]{0,30}[a-z]$/).map((text) => text.replace(/\s+/g, ' '));
  const entry = fc.record(
    { account: name.map((user) => `github:${user}`), denounced: fc.boolean(), details },
    { requiredKeys: ['account', 'denounced'] },
  );
  const list = fc.uniqueArray(entry, { selector: ({ account }) => account, maxLength: 20 });
  fc.assert(
    fc.property(list, (entries) => {
      const reading = readVouchedList(writeVouchedList(entries, 'made by a test'));
      const byAccount = (a: { account: string }, b: { account: string }): number => (a.account < b.account ? -1 : 1);
      t.same(reading, { ok: true, entries: entries.toSorted(byAccount) });
    }),
  );
});

t.test('no text makes it throw', async (t) => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => readVouchedList(text).ok !== undefined));
  t.pass('held for all');
});
