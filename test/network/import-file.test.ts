import { appendFile, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { exportLogs } from '../../src/federation/export-logs.ts';
import type { ImportReport } from '../../src/federation/import-logs.ts';
import { openLogFile } from '../../src/federation/log-file.ts';
import type { LogSource } from '../../src/federation/log-source.ts';
import type { LogEntry } from '../../src/wire/checkpoint.ts';
import { temporaryDirectory } from '../support/dolt.ts';
import { Puller } from '../support/peer.ts';
import { handedIn, post, stamp } from '../support/work.ts';
import { World } from '../support/world.ts';
import type { TestNode } from '../support/world.ts';

/** Nothing is trusted because it came in a file: what a file's author invents has no effect, and is named. */

const { signal } = new AbortController();

/** The logs of these nodes, as a source that has no transport. */
function sourceOf(nodes: readonly TestNode[]): LogSource {
  return {
    transport: 'rest',
    commit: undefined,
    logs: () =>
      Promise.resolve(nodes.map((node) => ({ origin: node.id, seq: node.log.seq, checkpoint: node.checkpoint() }))),
    entries: async function* (origin, after, to): AsyncGenerator<LogEntry[]> {
      yield await Promise.resolve(nodes.find(({ id }) => id === origin)?.log.entries.slice(after, to) ?? []);
    },
  };
}

/** An export of these nodes, the first of which gives it, with its text as a test changes it. */
async function fileOf(
  t: Test,
  nodes: readonly TestNode[],
  change: (text: string) => string = (text) => text,
): Promise<string> {
  const lines: string[] = [];
  const head = { wasteland_export: 1 as const, node: nodes[0]?.id ?? '', exported_at: '2030-01-01T00:00:00.000Z' };
  await exportLogs(sourceOf(nodes), head, {
    write: (text) => {
      lines.push(text);
      return Promise.resolve();
    },
  });
  const file = join(await temporaryDirectory(t), 'board.jsonl');
  await writeFile(file, change(lines.join('')));
  return file;
}

async function importInto(puller: Puller, path: string): Promise<ImportReport> {
  const file = await openLogFile(path, { signal });
  try {
    return await puller.federation.importLogs(file, { signal });
  } finally {
    await file.close();
  }
}

function worldNow(name: string): World {
  const world = new World(name);
  world.now = Date.now() - 300_000;
  return world;
}

t.test('forged entries are named, and have no effect', async (t) => {
  const world = worldNow('forged entries');
  const node = world.node('home');
  const [poster, worker, thief] = ['poster', 'worker', 'thief'].map((name) => world.member(name, node));
  if (poster === undefined || worker === undefined || thief === undefined) throw new Error('three rigs');
  const { completion } = handedIn(node.log, poster, worker);
  const honest = stamp(node.log, poster, completion, worker);
  // Its origin is the forger: the checkpoint covers what no rig of this name has signed.
  const invented = post(node.log, poster, { title: 'never posted' }, { key: thief.key });
  const own = stamp(node.log, worker, completion, worker);
  const puller = await Puller.start(t);
  const report = await importInto(puller, await fileOf(t, [node]));
  t.match(report, { result: 'ok', node: node.id, landed: node.log.seq });
  t.strictSame(report.logs[0]?.refused, [
    { seq: invented.seq, verdict: 'rejected: unknown_key' },
    { seq: own.seq, verdict: 'ignored: same_owner' },
  ]);
  const { reader } = puller.ledger.readModel;
  t.equal(reader.state.table('items').get(invented.id), undefined);
  t.ok(reader.state.table('stamps').get(honest.id));
});

t.test('an entry that was altered in the file keeps its log out, and no other', async (t) => {
  const world = worldNow('altered files');
  const [altered, other] = [world.node('altered'), world.node('other')];
  for (const node of [altered, other]) post(node.log, world.member('poster', node));
  const file = await fileOf(t, [altered, other], (text) => {
    const { jws } = altered.log.entries[2] ?? { jws: '' };
    return text.replace(jws, `${jws.slice(0, -9)}AAAAAAAA${jws.slice(-1)}`);
  });
  const puller = await Puller.start(t);
  const report = await importInto(puller, file);
  t.match(report, { result: 'partial', landed: other.log.seq });
  t.match(
    report.logs.find(({ origin }) => origin === altered.id),
    { code: 'wrong_root', landed: 0 },
  );
  t.equal(puller.landed(altered.id).seq, 0);
  t.equal(puller.landed(other.id).seq, other.log.seq);
});

t.test('a longer export goes on behind what is here, and what is here is passed over', async (t) => {
  const world = worldNow('longer files');
  world.now -= 3_600_000;
  const node = world.node('home');
  const poster = world.member('poster', node);
  for (let count = 0; count < 1_100; count += 1) post(node.log, poster);
  const shorter = await fileOf(t, [node]);
  post(node.log, poster);
  const withheld = post(node.log, poster);
  const { jws } = node.log.entries[withheld.seq - 1] ?? { jws: '' };
  node.log.withhold(withheld);
  const longer = await fileOf(t, [node]);
  const puller = await Puller.start(t);
  t.match(await importInto(puller, shorter), { result: 'ok', landed: 1_102 });
  t.match(await importInto(puller, longer), { result: 'ok', landed: 2, logs: [{ from: 1_102, to: 1_104 }] });
  t.match(await importInto(puller, shorter), { result: 'ok', landed: 0, logs: [] });
  t.equal(puller.landed(node.id).verdicts.at(-1), 'pending: withheld');

  const text = await readFile(longer, 'utf8');
  const whole = join(await temporaryDirectory(t), 'whole.jsonl');
  await writeFile(whole, text.replace(`~${withheld.hash}`, jws));
  t.match(await importInto(puller, whole), { result: 'ok', landed: 0, texts: 1 });
  t.equal(puller.landed(node.id).verdicts.at(-1), 'ok', 'a text that was withheld is taken from a file too');
});

t.test('our own log in a file is not written on from there', async (t) => {
  const puller = await Puller.start(t);
  const rig = await puller.ledger.rig('alice');
  const { origin, writer } = puller.ledger;
  const held = puller.landed(origin).seq;
  const logs = puller.ledger.reader(t);
  const file = join(await temporaryDirectory(t), 'own.jsonl');
  await writeFile(file, '');
  await writer.propose({ tokens: [await puller.ledger.posting(rig, 'one')] });
  const { seq, checkpoint = '' } = puller.ledger.readModel.reader.logs.log(origin) ?? { seq: 0 };
  const own: LogSource = {
    transport: 'rest',
    commit: undefined,
    logs: () => Promise.resolve([{ origin, seq, checkpoint }]),
    entries: (of, after, to) => logs.readEntries(of, after, to),
  };
  await exportLogs(
    own,
    { wasteland_export: 1, node: origin, exported_at: '' },
    { write: (text) => appendFile(file, text) },
  );
  t.match(await importInto(puller, file), { result: 'ok', landed: 0, logs: [] });
  t.equal(puller.landed(origin).seq, held + 1);
});

t.test('a file that is changed while it is read is not believed', async (t) => {
  const world = worldNow('changed files');
  const node = world.node('home');
  post(node.log, world.member('poster', node));
  const path = await fileOf(t, [node]);
  const file = await openLogFile(path, { signal });
  t.teardown(() => file.close());
  const { size } = await stat(path);
  await truncate(path, size - 400);
  await t.rejects(
    async () => {
      for await (const slice of file.entries(node.id, 0, 3)) t.fail(`${slice.length} entries`);
    },
    { code: 'bad_row' },
  );
});
