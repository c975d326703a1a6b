import t from 'tap';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { WastelandError } from '../../src/errors.ts';
import { hashOf } from '../../src/identity/strict-jws.ts';
import type { Token } from '../../src/identity/strict-jws.ts';
import { readCheckpoint } from '../../src/identity/suffix.ts';
import type { DoltConnection } from '../../src/ledger/connection.ts';
import { writerLock } from '../../src/ledger/dolt/takeover.ts';
import { Writer } from '../../src/ledger/writer.ts';
import { until } from '../support/dolt.ts';
import { codeOf, entriesOf, read, TestLedger } from '../support/ledger.ts';
import { OwnKeyRig } from '../support/own-key-rig.ts';

async function commitCount(connection: DoltConnection): Promise<number> {
  const [row] = await connection.rows<{ n: number }>('SELECT COUNT(*) AS n FROM dolt_log');
  return row?.n ?? 0;
}

t.test('one writer', async (t) => {
  const ledger = await TestLedger.start(t);
  const { origin } = ledger;
  const reader = ledger.reader(t);
  const sql = await ledger.sql(t);
  const rig = await ledger.rig('alice');

  t.test('the log begins with the node document, and its checkpoint is signed', async (t) => {
    const first = await reader.readEntry(origin, 1);
    t.equal(first?.jws, ledger.identity.document);
    const [head] = await reader.ledgerHead();
    const checkpoint = readCheckpoint(head?.checkpoint ?? '', origin);
    t.match(checkpoint, { iss: origin, seq: head?.seq, root: head?.root });
    t.equal(checkpoint?.token.kid, ledger.identity.key.kid);
  });

  t.test('what comes together shares a few commits, and each caller gets its own answer', async (t) => {
    const before = await commitCount(sql);
    const tokens = await Promise.all(
      Array.from({ length: 200 }, async (_, n) => await ledger.posting(rig, `item ${n}`)),
    );
    const outcomes = await Promise.all(tokens.map(async (token) => await ledger.writer.propose({ tokens: [token] })));
    const commits = (await commitCount(sql)) - before;
    t.ok(commits < 20, `${commits} commits for 200 acts`);
    t.same(
      outcomes.map((outcome) => outcome.entries[0]?.hash),
      tokens.map((token) => token.hash),
    );
    const seqs = outcomes.map((outcome) => outcome.entries[0]?.seq ?? 0);
    t.equal(new Set(seqs).size, 200);
    const stored = await entriesOf(reader, origin);
    for (const { entries } of outcomes) {
      t.equal(stored[(entries[0]?.seq ?? 0) - 1]?.hash, entries[0]?.hash);
    }
    for (const { entries, checkpoint } of outcomes) {
      t.ok(
        (readCheckpoint(checkpoint, origin)?.seq ?? 0) >= (entries[0]?.seq ?? Infinity),
        'covered by its checkpoint',
      );
    }
    t.equal(ledger.readModel.reader.state.table('logs').get(origin)?.seq, stored.length, 'durable for readers');
  });

  t.test('acts that follow one another closely share a commit once several come at a time', async (t) => {
    const tokens = await Promise.all(
      Array.from({ length: 12 }, async (_, n) => await ledger.posting(rig, `near ${n}`)),
    );
    const propose = (token: Token): Promise<unknown> => ledger.writer.propose({ tokens: [token] });
    await Promise.all(tokens.splice(0, 2).map(propose));
    const before = await commitCount(sql);
    const proposed: Promise<unknown>[] = [];
    for (const token of tokens) {
      proposed.push(propose(token));
      await turnOfTheLoop();
    }
    await Promise.all(proposed);
    t.equal((await commitCount(sql)) - before, 1);
  });

  t.test('a refused act in a batch disturbs no other, and says what would be legal', async (t) => {
    const item = `w-${hashOf((await ledger.posting(rig, 'x')).text).slice(0, 40)}`;
    const posting = await ledger.posting(rig, 'to be claimed');
    await ledger.writer.propose({ tokens: [posting] });
    const made = `w-${posting.hash.slice(0, 40)}`;
    const other = await ledger.rig('bob');
    const before = ledger.readModel.reader.state.table('logs').get(origin)?.seq ?? 0;
    const claim = read(await other.sign('wanted.claimed', { item: made }));
    const second = read(await rig.sign('wanted.claimed', { item: made }));
    const unknown = read(await rig.sign('wanted.claimed', { item }));
    const stranger = await OwnKeyRig.make(origin, 'mallory');
    const unsigned = read(
      await stranger.sign('wanted.posted', { title: 'x', type: 'bug', priority: 2, effort: 'small' }),
    );
    const fine = await ledger.posting(rig, 'fine');
    const results = await Promise.allSettled(
      [unknown, claim, second, unsigned, fine].map(async (token) => await ledger.writer.propose({ tokens: [token] })),
    );
    const codes = results.map((one) => (one.status === 'fulfilled' ? 'ok' : (one.reason as WastelandError).code));
    t.same(codes, ['unknown_item', 'ok', 'wrong_state', 'unknown_author', 'ok']);
    const refused = results[2]?.status === 'rejected' ? (results[2].reason as WastelandError) : undefined;
    t.ok(refused?.legal?.includes('wanted.released'), 'the poster may release it');
    t.equal(ledger.readModel.reader.state.table('logs').get(origin)?.seq, before + 2, 'only what was ok is logged');
    t.equal(ledger.readModel.reader.state.table('items').get(made)?.claimed_by, other.id);
  });

  t.test('a document and the act behind it are logged together or not at all', async (t) => {
    const visitor = await OwnKeyRig.make(origin, 'carol');
    const before = ledger.readModel.reader.state.table('logs').get(origin)?.seq ?? 0;
    const bad = read(await visitor.sign('wanted.claimed', { item: `w-${'0'.repeat(40)}` }));
    t.equal(await codeOf(ledger.writer.propose({ tokens: [read(visitor.document), bad] })), 'unknown_item');
    t.equal(ledger.readModel.reader.state.table('logs').get(origin)?.seq, before);
    const good = await ledger.posting(visitor, 'hello');
    const { entries } = await ledger.writer.propose({ tokens: [read(visitor.document), good] });
    t.same(
      entries.map((entry) => entry.seq),
      [before + 1, before + 2],
    );
  });

  t.test('what stands in the log already is answered and not appended, whatever its check says', async (t) => {
    const token = await ledger.posting(rig, 'once');
    const first = await ledger.writer.propose({ tokens: [token] });
    const before = await commitCount(sql);
    const check = (): never => {
      throw new WastelandError('handle_taken', 'no');
    };
    const again = await ledger.writer.propose({ tokens: [token], check });
    t.match(again.entries, [{ seq: first.entries[0]?.seq, repeated: true, code: 'ok' }]);
    t.equal(await commitCount(sql), before, 'and nothing is committed');
    const fresh = await ledger.posting(rig, 'never');
    t.equal(await codeOf(ledger.writer.propose({ tokens: [fresh], check })), 'handle_taken');
  });

  t.test(
    'a caller with its answer ready has it before readers see the act, and they see it before anything else comes in',
    async (t) => {
      const seen = (): number => ledger.readModel.reader.state.table('logs').get(origin)?.seq ?? 0;
      for (const ready of [true, false]) {
        const before = seen();
        const token = await ledger.posting(rig, `ready: ${ready}`);
        const { entries } = await ledger.writer.propose({ tokens: [token], meanwhile: () => ready });
        t.equal(seen(), ready ? before : before + 1);
        t.equal(entries[0]?.seq, before + 1);
        t.equal((await reader.readEntry(origin, before + 1))?.jws, token.text, 'the ledger has it');
      }
      const last = seen();
      const tokens = [await ledger.posting(rig, 'seen in a tick')];
      await ledger.writer.propose({ tokens, meanwhile: () => true });
      t.equal(seen(), last);
      // The second comes when all that followed from the first is done, and still before the next event.
      for (let tick = 0; tick < 2; tick += 1) await new Promise<void>((resolve) => process.nextTick(resolve));
      t.equal(seen(), last + 1);
    },
  );

  t.test('an act that was answered stands, though the read model then fails to commit', async (t) => {
    const { readModel } = ledger;
    const token = await ledger.posting(rig, 'answered, then lost');
    const commit = readModel.commit.bind(readModel);
    readModel.commit = () => {
      readModel.commit = commit;
      throw new Error('lost');
    };
    const { entries } = await ledger.writer.propose({ tokens: [token], meanwhile: () => true });
    const seq = entries[0]?.seq ?? 0;
    const again = await ledger.writer.propose({ tokens: [token] });
    t.match(again.entries, [{ seq, repeated: true, code: 'ok' }]);
    const log = await entriesOf(reader, origin);
    t.equal(log.length, seq);
    t.equal(log.at(-1)?.hash, token.hash);
    t.equal(readModel.reader.state.table('logs').get(origin)?.seq, seq);
  });

  t.test('a job has the writer for itself', async (t) => {
    const order: string[] = [];
    const token = await ledger.posting(rig, 'after the job');
    let act: Promise<unknown> | undefined;
    await ledger.writer.exclusive(async (io) => {
      act = ledger.writer.propose({ tokens: [token] }).then(() => order.push('act'));
      await until('the act waits', () => ledger.writer.status().waiting > 0);
      const before = await commitCount(sql);
      await io.turn(() => ({ value: undefined }));
      t.equal(await commitCount(sql), before);
      order.push('job');
    });
    await act;
    t.same(order, ['job', 'act']);
  });

  t.test('a second writer is refused while the lock is held', async (t) => {
    const second = new Writer({
      origin,
      keyAt: () => ledger.identity.key,
      readModel: ledger.readModel,
      server: ledger.dolt.server,
      clock: ledger.clock,
      log: ledger.dolt.log,
    });
    t.equal(await codeOf(second.open()), 'already_running');
    t.equal(await codeOf(ledger.writer.propose({ tokens: [await ledger.posting(rig, 'unharmed')] })), 'ok');
  });

  t.test('a connection that the server kills is taken up again before anything is numbered', async (t) => {
    for (let round = 0; round < 3; round += 1) {
      const tokens = await Promise.all(Array.from({ length: 40 }, async (_, n) => await ledger.posting(rig, `k ${n}`)));
      const answers = Promise.all(tokens.map(async (token) => await ledger.writer.propose({ tokens: [token] })));
      const [holder] = await sql.rows<{ id: number | null }>('SELECT IS_USED_LOCK(?) AS id', [writerLock]);
      if (typeof holder?.id === 'number') await sql.run(`KILL ${holder.id}`);
      const outcomes = await answers;
      const stored = await entriesOf(reader, origin);
      for (const { entries } of outcomes) {
        t.equal(stored[(entries[0]?.seq ?? 0) - 1]?.hash, entries[0]?.hash);
        t.equal(entries[0]?.repeated, false);
      }
      t.equal(new Set(stored.map((entry) => entry.hash)).size, stored.length, 'nothing is logged twice');
    }
  });

  t.test('a connection that the server kills is taken up again, though nothing is to be written', async () => {
    const holder = async (): Promise<number | null | undefined> =>
      (await sql.rows<{ id: number | null }>('SELECT IS_USED_LOCK(?) AS id', [writerLock]))[0]?.id;
    const killed = await until('a session has the lock', holder);
    await sql.run(`KILL ${killed}`);
    await until('another session has the lock', async () => ![null, undefined, killed].includes(await holder()));
    await until('the writer says so', () => ledger.writer.status().connected);
  });

  for (const [fault, statement, what] of [
    ['after', /^COMMIT$/, 'a commit whose answer is lost is found in the ledger and answered as new'],
    ['before', /^COMMIT$/, 'a commit that never arrived is made again'],
    ['before', /INSERT INTO events/, 'a transaction that died is made again'],
    ['refused', /^COMMIT$/, 'a commit that Dolt refuses leaves nothing behind, and is made again'],
  ] as const) {
    t.test(what, async (t) => {
      const before = ledger.readModel.reader.state.table('logs').get(origin)?.seq ?? 0;
      const struck = ledger.faults.struck;
      ledger.faults.strike(fault, statement);
      const tokens = await Promise.all(Array.from({ length: 5 }, async (_, n) => await ledger.posting(rig, `f ${n}`)));
      const refused = read(await rig.sign('wanted.claimed', { item: `w-${'1'.repeat(40)}` }));
      const refusal = codeOf(ledger.writer.propose({ tokens: [refused] }));
      const outcomes = await Promise.all(tokens.map(async (token) => await ledger.writer.propose({ tokens: [token] })));
      t.equal(await refusal, 'unknown_item');
      t.equal(ledger.faults.struck, struck + 1, 'the fault happened');
      t.ok(outcomes.every(({ entries }) => entries[0]?.repeated === false && entries[0].code === 'ok'));
      const stored = await entriesOf(reader, origin);
      t.same(
        stored
          .slice(before)
          .map((entry) => entry.hash)
          .sort(),
        tokens.map((token) => token.hash).sort(),
        'each of them once',
      );
      t.equal(ledger.readModel.reader.state.table('logs').get(origin)?.seq, before + 5);
    });
  }

  t.test('the clock', async (t) => {
    t.teardown(() => (ledger.clock = { now: () => Date.now() }));
    const last = ledger.readModel.reader.state.table('logs').get(origin)?.logged_at ?? 0;
    const token = await ledger.posting(rig, 'late');
    ledger.clock = { now: () => last - 60_000 };
    t.equal(await codeOf(ledger.writer.propose({ tokens: [token] })), 'clock_wrong', 'a minute behind: refused');
    ledger.clock = { now: () => last - 50 };
    const { entries } = await ledger.writer.propose({ tokens: [token] });
    t.ok((entries[0]?.logged_at ?? 0) >= last, 'a moment behind: waited for');
  });

  t.test('blocked, full, closed', async (t) => {
    const token = await ledger.posting(rig, 'blocked');
    ledger.writer.block(new WastelandError('clock_wrong', 'peers say so'));
    t.equal(await codeOf(ledger.writer.propose({ tokens: [token] })), 'clock_wrong');
    ledger.writer.block(undefined);
    const small = await TestLedger.start(t, { limits: { batch: 1, waiting: 3 } });
    const poster = await small.rig('dave');
    const many = await Promise.all(Array.from({ length: 20 }, async (_, n) => await small.posting(poster, `n ${n}`)));
    const codes = await Promise.all(many.map(async (one) => await codeOf(small.writer.propose({ tokens: [one] }))));
    t.ok(codes.includes('ok') && codes.includes('unavailable'), 'a full queue refuses');
    await small.writer.close();
    t.equal(await codeOf(small.writer.propose({ tokens: [many[0] ?? token] })), 'unavailable');
  });
});

t.test('after a death of Dolt that outlasts its patience an idle writer is there again by itself', async (t) => {
  const ledger = await TestLedger.start(t, { patience: 1 });
  process.kill(ledger.dolt.server.pid, 'SIGKILL');
  await until('the ledger is away', () => !ledger.writer.status().connected);
  await until('the ledger is there again', () => ledger.writer.status().connected);
});

t.test('Dolt killed under load: every answer is kept, no number is used twice', { timeout: 90_000 }, async (t) => {
  const ledger = await TestLedger.start(t, { patience: 30_000 });
  const { origin, dolt } = ledger;
  const rig = await ledger.rig('alice');
  const answered = new Map<number, string>();
  let running = true;
  let refused = 0;
  const clients = Array.from({ length: 8 }, async (_, client) => {
    for (let n = 0; running; n += 1) {
      const token = await ledger.posting(rig, `client ${client} act ${n}`);
      try {
        const { entries } = await ledger.writer.propose({ tokens: [token] });
        for (const entry of entries) {
          if (answered.has(entry.seq)) t.fail(`number ${entry.seq} was answered twice`);
          answered.set(entry.seq, entry.hash);
        }
      } catch (error) {
        if (!(error instanceof WastelandError) || error.code !== 'unavailable') throw error;
        refused += 1;
      }
    }
  });
  for (let kill = 0; kill < 4; kill += 1) {
    const enough = answered.size + 20 + Math.floor(Math.random() * 40);
    await until('acts are answered', () => answered.size >= enough);
    process.kill(dolt.server.pid, 'SIGKILL');
    const before = answered.size;
    await until('acts are answered again', () => answered.size > before + 5);
  }
  running = false;
  await Promise.all(clients);
  t.comment(`${answered.size} answered, ${refused} refused`);
  const stored = await entriesOf(ledger.reader(t), origin);
  t.same(
    stored.map((entry) => entry.seq),
    stored.map((_, index) => index + 1),
    'no gap',
  );
  t.equal(new Set(stored.map((entry) => entry.hash)).size, stored.length, 'no act twice');
  for (const [seq, hash] of answered) {
    if (stored[seq - 1]?.hash !== hash) t.fail(`entry ${seq} is not what was answered`);
  }
  const { readModel } = ledger;
  t.equal(readModel.reader.state.table('logs').get(origin)?.seq, stored.length, 'ledger and read model agree');
  const before = readModel.snapshot();
  await ledger.writer.exclusive(async (io) => await io.turn(() => (readModel.clear(), { value: undefined })));
  await ledger.stop();
  await ledger.open();
  t.strictSame(
    { ...ledger.readModel.snapshot(), unpublished: [] },
    { ...before, unpublished: [] },
    'and so does a rebuild',
  );
});
