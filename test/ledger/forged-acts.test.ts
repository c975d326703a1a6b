import t from 'tap';
import type { Token } from '../../src/identity/strict-jws.ts';
import { codeOf, read, TestLedger } from '../support/ledger.ts';
import { swapSignature } from '../support/signing.ts';

t.test('forged signatures that are still being verified', async (t) => {
  const ledger = await TestLedger.start(t);
  const { origin } = ledger;
  const reader = ledger.reader(t);
  const rig = await ledger.rig('alice');
  const dave = await ledger.rig('dave');
  const many = await Promise.all(Array.from({ length: 400 }, async (_, n) => await ledger.posting(rig, `busy ${n}`)));
  const [posting, other, ...fillers] = await Promise.all(
    Array.from({ length: 10 }, async (_, n) => await ledger.posting(rig, `beside forged ones ${n}`)),
  );
  if (posting === undefined || other === undefined) throw new Error('nothing was signed');
  const propose = (token: Token): Promise<string> => codeOf(ledger.writer.propose({ tokens: [token] }));
  const { signatures, state } = ledger.writer;
  const keepThreadBusy = async (): Promise<void> => {
    for (const token of many.splice(0, 130)) await signatures.begin(state, origin, [token], { alone: false });
  };
  const itemOf = ({ hash }: Token): string => `w-${hash.slice(0, 40)}`;
  const item = itemOf(posting);
  const claim = read(await dave.sign('wanted.claimed', { item }));
  // From now on several come at a time, and a thread verifies.
  await Promise.all([posting, other].map(propose));

  t.test('leave no trace for who acts behind them', async (t) => {
    const withdrawal = await rig.sign('wanted.withdrawn', { item });
    const [first, second] = [posting, claim].map(({ text }) => read(swapSignature(withdrawal, text)));
    const before = ledger.readModel.reader.state.table('logs').get(origin)?.seq ?? 0;
    await keepThreadBusy();
    const codes = await Promise.all([...fillers, first as Token, claim, second as Token].map(propose));
    t.same(codes.splice(-3), ['bad_signature', 'ok', 'bad_signature']);
    t.ok(codes.every((code) => code === 'ok'));
    const seq = before + fillers.length + 1;
    t.equal(ledger.readModel.reader.state.table('logs').get(origin)?.seq, seq, 'only what was ok is logged');
    t.equal((await reader.ledgerHead())[0]?.seq, seq);
    t.equal(ledger.readModel.reader.state.table('items').get(item)?.status, 'claimed');
  });

  t.test('are told by their own code where nothing else is logged', async (t) => {
    await keepThreadBusy();
    const forged = fillers.slice(0, 2).map(({ text }) => read(swapSignature(claim.text, text)));
    t.same(await Promise.all(forged.map(propose)), ['bad_signature', 'bad_signature']);
  });

  t.test('do not make the second of two equal acts the first', async (t) => {
    const claimed = await dave.sign('wanted.claimed', { item: itemOf(other) });
    const released = await dave.sign('wanted.released', { item: itemOf(other) });
    const act = read(await rig.sign('wanted.claimed', { item: itemOf(other) }));
    const forged = (text: string): Token => read(swapSignature(text, posting.text));
    await keepThreadBusy();
    const results = await Promise.allSettled(
      [forged(claimed), act, forged(released), act].map((token) => ledger.writer.propose({ tokens: [token] })),
    );
    const repeated = results.map((one) => (one.status === 'fulfilled' ? one.value.entries[0]?.repeated : one.status));
    t.same(repeated, ['rejected', false, 'rejected', true]);
  });
});
