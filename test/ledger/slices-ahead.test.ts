import t from 'tap';
import { MemoryState } from '../../src/domain/memory-state.ts';
import { ActsInHand } from '../../src/ledger/acts-in-hand.ts';
import { Signatures } from '../../src/ledger/signatures.ts';
import { SliceSize } from '../../src/ledger/slices.ts';
import { SlicesAhead } from '../../src/ledger/slices-ahead.ts';
import type { LogEntry } from '../../src/wire/checkpoint.ts';
import { ForeignLog, read } from '../support/ledger.ts';

/** Counts the tokens of calls that have ended. */
class CountingSignatures extends Signatures {
  checked = 0;

  override async check(...args: Parameters<Signatures['check']>): Promise<void> {
    await super.check(...args);
    this.checked += args[2].length;
  }
}

void t.test(
  'while a turn lands, what comes after it is neither read nor verified as long as an act is in hand',
  async (t) => {
    const log = await ForeignLog.make();
    await log.fill(500);
    const landing = await log.landing();
    const acts = new ActsInHand();
    const act = (): (() => void) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      void acts.during(() => promise);
      return resolve;
    };
    let given = 0;
    let readOn = (): void => undefined;
    function* entries(): Generator<LogEntry[]> {
      for (const entry of log.entries) {
        readOn();
        given += 1;
        yield [entry];
      }
    }
    const signatures = new CountingSignatures();
    const writer = { acts, signatures, busy: true, slices: new SliceSize(), state: new MemoryState() };
    const ahead = new SlicesAhead(writer, [{ ...landing, entries: entries() }]);
    /** As long as a whole turn takes to verify, on the same threads. */
    const aWhile = async (): Promise<void> => {
      const tokens = log.entries.slice(0, 100).map((entry) => read(entry.jws));
      await new Signatures().check(writer.state, log.origin, tokens, { sparing: () => Promise.resolve() });
    };
    const turns = ahead.turns();

    const answerFirst = act();
    const first = await turns.next();
    t.notOk(first.done, 'before a turn lands, nothing waits for acts');
    const before = given;
    void ahead.fill();
    await aWhile();
    t.equal(given, before, 'nothing is read while the act is in hand');

    let answerSecond = (): void => undefined;
    readOn = () => {
      readOn = () => undefined;
      answerSecond = act();
    };
    answerFirst();
    await ahead.fill();
    t.ok(given > before, 'once it is answered, reading goes on');
    // What was under way already may end.
    await aWhile();
    const checked = signatures.checked;
    await aWhile();
    t.equal(signatures.checked, checked, 'with the next act in hand, what was read is not verified');

    t.notOk((await turns.next()).done);
    t.notOk((await turns.next()).done, 'between two turns it is, whoever acts');
    t.ok(signatures.checked > checked, 'and verified');
    answerSecond();
    await turns.return();
  },
);
