import t from 'tap';
import { entriesOf, TestLedger } from '../support/ledger.ts';

/** On a full disk SQLite takes a transaction back by itself, in the middle of a batch. */

t.setTimeout(60_000);

t.test('a transaction that SQLite has taken back brings nothing into the ledger', async (t) => {
  const ledger = await TestLedger.start(t);
  const rig = await ledger.rig('ann');
  const [first, second, third] = await Promise.all(['a', 'b', 'c'].map((title) => ledger.posting(rig, title)));
  if (first === undefined || second === undefined || third === undefined) throw new Error('nothing was signed');
  const full = (): never => {
    ledger.readModel.rollback();
    throw Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 });
  };
  // The writer is kept busy until all three wait, so that they are one batch.
  const busy = ledger.writer.exclusive(async () => {
    while (ledger.writer.status().waiting < 3) await new Promise((resolve) => setImmediate(resolve));
  });
  const batch = await Promise.allSettled([
    ledger.writer.propose({ tokens: [first] }),
    ledger.writer.propose({ tokens: [second], check: full }),
    ledger.writer.propose({ tokens: [third] }),
  ]);
  await busy;
  const codes = batch.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : 'logged'));
  t.same(codes, ['disk_full', 'disk_full', 'disk_full'], 'none of the batch is said to be logged');

  const entries = await entriesOf(ledger.reader(t), ledger.origin);
  t.equal(entries.length, 2, 'none of it stands in the ledger');
  await ledger.writer.propose({ tokens: [third] });
  await ledger.writer.propose({ tokens: [first] });
  const rows = ledger.readModel.reader.state.table('entries').list('primary', ledger.origin);
  const logged = await entriesOf(ledger.reader(t), ledger.origin);
  t.same(
    rows.map(({ seq, hash }) => ({ seq, hash })),
    logged,
    'the read model shows what the ledger holds',
  );
});
