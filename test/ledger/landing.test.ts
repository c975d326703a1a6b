import t from 'tap';
import type { Test } from 'tap';
import { hashOf } from '../../src/identity/strict-jws.ts';
import { generateKey } from '../../src/identity/keys.ts';
import { signToken } from '../../src/identity/sign.ts';
import { landLogs } from '../../src/ledger/landing.ts';
import { appendNewerDocuments } from '../../src/ledger/newer-documents.ts';
import { peerBranch } from '../../src/ledger/peer-branch.ts';
import type { LogEntry } from '../../src/wire/checkpoint.ts';
import { typs } from '../../src/wire/header.ts';
import { entriesOf, ForeignLog, read, TestLedger } from '../support/ledger.ts';

interface Commit {
  message: string;
  parents: string;
}

async function history(t: Test, ledger: TestLedger): Promise<Commit[]> {
  const sql = await ledger.sql(t);
  return await sql.rows<Commit>("SELECT message, parents FROM dolt_log('--parents')");
}

function headOf(ledger: TestLedger, origin: string): number {
  return ledger.readModel.reader.state.table('logs').get(origin)?.seq ?? 0;
}

t.test('landing a peer', async (t) => {
  const ledger = await TestLedger.start(t);
  const reader = ledger.reader(t);

  t.test('one commit with two parents, on a branch of the peer, naming what was read', async (t) => {
    const log = await ForeignLog.make();
    const rig = await log.fill(20);
    const landed = await landLogs(ledger.writer, {
      peer: log.origin,
      peerCommit: 'abc123',
      logs: [await log.landing()],
    });
    t.match(landed, { entries: 22, verdicts: { ok: 22 }, changed: [], contradicted: [], slices: 1 });
    t.same(landed.documented.sort(), [log.origin, rig.id].sort());
    const [merge, landing] = await history(t, ledger);
    t.equal(merge?.parents.split(',').length, 2, 'two parents');
    t.match(landing?.message, 'abc123');
    const branch = await ledger.sql(t, `ledger/${peerBranch(log.origin)}`);
    t.equal((await branch.rows('SELECT seq FROM events WHERE origin = ?', [log.origin])).length, 22);
    t.same(
      (await entriesOf(reader, log.origin)).map((entry) => entry.hash),
      log.entries.map((entry) => hashOf(entry.jws)),
    );
    const head = (await reader.ledgerHead()).find((row) => row.origin === log.origin);
    t.match(head, { seq: 22, checkpoint: await log.checkpoint().then(() => /^ey/) });
    t.match(ledger.readModel.reader.state.table('identities').get(rig.id), { handle: 'worker', home: log.origin });

    t.test('again: nothing lands and nothing is committed', async (t) => {
      const before = (await history(t, ledger)).length;
      const again = await landLogs(ledger.writer, {
        peer: log.origin,
        peerCommit: 'x',
        logs: [await log.landing()],
      });
      t.equal(again.entries, 0);
      t.same(again.contradicted, []);
      t.equal((await history(t, ledger)).length, before);
    });

    t.test('its continuation, from another peer', async (t) => {
      log.append(await rig.sign('wanted.posted', { title: 'one more', type: 'bug', priority: 2, effort: 'small' }));
      const relay = await ForeignLog.make('relay');
      const logs = [await log.landing(22), await relay.landing()];
      const more = await landLogs(ledger.writer, { peer: relay.origin, peerCommit: 'y', logs });
      t.match(more, { entries: 2, slices: 1 }, 'the logs of one sync share a commit');
      const held = (await reader.ledgerHead()).find((row) => row.origin === log.origin);
      t.equal(held?.checkpoint, logs[0]?.checkpoint, 'the newer checkpoint is kept');
    });
  });

  t.test('an entry that is refused lands with its verdict, and is named', async (t) => {
    const log = await ForeignLog.make();
    const rig = await log.fill(1);
    const forged = (await rig.sign('comment.posted', { about: `w-${'0'.repeat(40)}`, text: 'x' })).split('.');
    log.append([forged[0], forged[1], 'A'.repeat(86)].join('.'));
    log.append('not.a.token');
    log.append(await rig.sign('wanted.posted', { title: 'after it', type: 'bug', priority: 2, effort: 'small' }));
    const landed = await landLogs(ledger.writer, { peer: log.origin, peerCommit: 'z', logs: [await log.landing()] });
    t.same(landed.verdicts, { ok: 4, bad_signature: 1, not_base64url: 1 });
    t.same(ledger.readModel.reader.logs.notOk(log.origin, 0, 9), {
      count: 2,
      first: [
        { seq: 4, code: 'bad_signature' },
        { seq: 5, code: 'not_base64url' },
      ],
    });
  });

  t.test(
    'local acts go between the slices of a long log, whose row holds the whole checkpoint meanwhile',
    async (t) => {
      const log = await ForeignLog.make();
      await log.fill(900);
      const rig = await ledger.rig('patient');
      const landing = await log.landing();
      const seen: { landed: number; covers: boolean }[] = [];
      let landingEnded = false;
      let slowest = 0;
      const acts = (async () => {
        for (let n = 0; !landingEnded; n += 1) {
          const token = await ledger.posting(rig, `meanwhile ${n}`);
          const began = performance.now();
          await ledger.writer.propose({ tokens: [token] });
          slowest = Math.max(slowest, performance.now() - began);
          const row = ledger.readModel.reader.state.table('logs').get(log.origin);
          if (row !== undefined) seen.push({ landed: row.seq, covers: row.checkpoint === landing.checkpoint });
        }
      })();
      const landed = await landLogs(ledger.writer, { peer: log.origin, peerCommit: 'long', logs: [landing] });
      landingEnded = true;
      await acts;
      t.equal(landed.entries, 902);
      t.ok(landed.slices > 1, `${landed.slices} slices`);
      const between = seen.filter((one) => one.landed < 902);
      t.ok(between.length > 0, 'acts were logged while a part had landed');
      t.ok(
        seen.every((one) => one.covers),
        'the checkpoint covers more than has landed',
      );
      t.comment(`slowest act ${Math.round(slowest)} ms, ${landed.slices} slices`);
      t.equal(headOf(ledger, log.origin), 902);
    },
  );

  t.test('a landing that is ended goes on later where it stopped', async (t) => {
    const log = await ForeignLog.make();
    await log.fill(450);
    const end = new AbortController();
    const stop = (): void => {
      if (headOf(ledger, log.origin) > 0) end.abort();
    };
    ledger.writer.onCommit(stop);
    const landing = { peer: log.origin, peerCommit: 'ended', logs: [await log.landing()] };
    await t.rejects(landLogs(ledger.writer, { ...landing, signal: end.signal }), { name: 'AbortError' });
    const landed = headOf(ledger, log.origin);
    t.ok(landed > 0 && landed < 452, `${landed} entries had landed`);
    const rest = await landLogs(ledger.writer, landing);
    t.equal(rest.entries, 452 - landed);
  });

  t.test('what was read before its source broke off lands, and the source is let go of', async (t) => {
    const log = await ForeignLog.make();
    await log.fill(298);
    const landing = await log.landing();
    const broken = new Error('broken off');
    let closed = false;
    async function* entries(): AsyncGenerator<LogEntry[]> {
      try {
        for await (const page of landing.entries) {
          yield page.slice(0, 250);
          throw broken;
        }
      } finally {
        closed = true;
      }
    }
    const source = { peer: log.origin, peerCommit: 'broken', logs: [{ ...landing, entries: entries() }] };
    await t.rejects(landLogs(ledger.writer, source), broken);
    t.ok(closed);
    const landed = headOf(ledger, log.origin);
    t.ok(landed > 0 && landed <= 250, `${landed} entries had landed`);
    const rest = await landLogs(ledger.writer, { ...source, logs: [landing] });
    t.equal(rest.entries, 300 - landed);
  });

  t.test('a source is let go of when its landing is ended', async (t) => {
    const log = await ForeignLog.make();
    await log.fill(500);
    const landing = await log.landing();
    let closed = false;
    async function* entries(): AsyncGenerator<LogEntry[]> {
      try {
        for await (const page of landing.entries) for (const entry of page) yield [entry];
      } finally {
        closed = true;
      }
    }
    const end = new AbortController();
    ledger.writer.onCommit(() => {
      if (headOf(ledger, log.origin) > 0) end.abort();
    });
    const source = { peer: log.origin, peerCommit: 'let go', logs: [{ ...landing, entries: entries() }] };
    await t.rejects(landLogs(ledger.writer, { ...source, signal: end.signal }), { name: 'AbortError' });
    t.ok(headOf(ledger, log.origin) < 502);
    t.ok(closed);
  });

  t.test('a log that another landing continued otherwise stops where they part', async (t) => {
    const log = await ForeignLog.make();
    const rig = await log.fill(2);
    const fork = await log.landing();
    await landLogs(ledger.writer, { peer: log.origin, peerCommit: 'a', logs: [fork] });
    const title = { title: 'other', type: 'bug', priority: 2, effort: 'small' } as const;
    const other = { seq: 4, logged_at: Date.now(), jws: await rig.sign('wanted.posted', title) };
    const entries = [[...log.entries.slice(0, 3), other, { ...other, seq: 5 }]];
    const landed = await landLogs(ledger.writer, {
      peer: log.origin,
      peerCommit: 'b',
      logs: [{ origin: log.origin, entries, checkpoint: fork.checkpoint }],
    });
    t.match(landed, { entries: 0, contradicted: [log.origin] });
    t.equal(headOf(ledger, log.origin), 4);
  });

  for (const [fault, statement, when] of [
    ['before', /DOLT_BRANCH/, 'before the entries are written'],
    [{ statements: 2 }, /DOLT_BRANCH/, 'on the branch, before the entries'],
    ['after', /DOLT_BRANCH/, 'after the entries are written'],
    ['before', /^REPLACE INTO logs/, 'between the entries and the heads'],
    ['after', /^REPLACE INTO logs/, 'after the heads are written'],
    ['before', /DOLT_MERGE/, 'before the commit on the branch'],
    [{ statements: 1 }, /DOLT_MERGE/, 'after the commit on the branch, before the merge'],
    ['after', /DOLT_MERGE/, 'after the merge, unanswered'],
    ['refused', /DOLT_BRANCH/, 'not, but refuses the entries'],
    ['refused', /^REPLACE INTO logs/, 'not, but refuses the heads'],
    ['refused', /DOLT_MERGE/, 'not, but refuses the merge'],
  ] as const) {
    t.test(`a connection that dies ${when}: nothing is lost or doubled`, async (t) => {
      const log = await ForeignLog.make();
      await log.fill(10);
      const struck = ledger.faults.struck;
      ledger.faults.strike(fault, statement);
      const landed = await landLogs(ledger.writer, { peer: log.origin, peerCommit: 'f', logs: [await log.landing()] });
      t.equal(ledger.faults.struck, struck + 1, 'the fault happened');
      t.same(landed.contradicted, []);
      const stored = await entriesOf(reader, log.origin);
      t.same(
        stored.map((entry) => entry.hash),
        log.entries.map((entry) => hashOf(entry.jws)),
      );
      t.equal(headOf(ledger, log.origin), 12);
      const rig = await ledger.rig('afterwards');
      t.equal((await ledger.writer.propose({ tokens: [await ledger.posting(rig, 'next')] })).entries[0]?.code, 'ok');
    });
  }

  t.test('what fails while Dolt takes the entries leaves nothing of them', async (t) => {
    const log = await ForeignLog.make();
    await log.fill(10);
    const landing = await log.landing();
    const others = await ForeignLog.make();
    await others.fill(10);
    const { checkpoint } = await others.landing();
    const wrong = { peer: log.origin, peerCommit: 'wrong', logs: [{ ...landing, checkpoint }] };
    await t.rejects(landLogs(ledger.writer, wrong), { code: 'unavailable' });
    t.same(await entriesOf(reader, log.origin), []);
    t.equal(headOf(ledger, log.origin), 0);
    const landed = await landLogs(ledger.writer, { peer: log.origin, peerCommit: 'right', logs: [landing] });
    t.equal(landed.entries, 12);
    t.equal((await entriesOf(reader, log.origin)).length, 12);
  });

  t.test('newer documents of a rig that is documented here are appended, each once', async (t) => {
    const log = await ForeignLog.make();
    const rig = await log.fill(1);
    const stranger = await log.fill(0);
    await landLogs(ledger.writer, { peer: log.origin, peerCommit: 'd', logs: [await log.landing()] });
    const comment = read(
      await rig.sign('wanted.posted', { title: 'visit', type: 'bug', priority: 2, effort: 'small' }, ledger.origin),
    );
    await ledger.writer.propose({ tokens: [read(rig.document), comment] });
    const before = headOf(ledger, ledger.origin);
    t.equal(await appendNewerDocuments(ledger.writer), 0, 'nothing is newer');
    t.equal(headOf(ledger, ledger.origin), before);

    const newKey = await generateKey();
    const jwks = [rig.key, newKey].map(({ x }) => ({ kty: 'OKP', crv: 'Ed25519', x }));
    const iat = Math.floor(Date.now() / 1000);
    const payload = { kind: 'human', handle: 'worker', keys: jwks, recovery: [], home: log.origin, iat };
    const next = async (id: string, prev: string, seq: number): Promise<string> =>
      signToken(typs.identity, { id, seq, prev, ...payload }, rig.key);
    const first = await next(rig.id, hashOf(rig.document), 1);
    const second = await next(rig.id, hashOf(first), 2);
    const at = log.entries.length;
    log.append(first);
    log.append(second);
    const landed = await landLogs(ledger.writer, { peer: log.origin, peerCommit: 'e', logs: [await log.landing(at)] });
    t.same(landed.documented, [rig.id]);
    t.equal(await appendNewerDocuments(ledger.writer, [...landed.documented, stranger.id]), 2);
    t.equal(await appendNewerDocuments(ledger.writer), 0, 'each once');
    t.equal(headOf(ledger, ledger.origin), before + 2);
    const places = ledger.readModel.reader.state.table('places').list('author', ledger.origin, stranger.id);
    t.same(places, [], 'who is not documented here stays so');
  });
});
