import fc from 'fast-check';
import t from 'tap';
import { MemoryState } from '../../src/domain/memory-state.ts';
import { publishedRows, rowSourceOf } from '../../src/domain/project/all-rows.ts';
import { publishedKey, publishedRow, rowValues } from '../../src/domain/project/rows.ts';
import type { PublishedTable } from '../../src/domain/state.ts';
import { judgeSetAct } from '../../src/domain/verdicts.ts';
import type { Act } from '../../src/domain/verdicts.ts';
import { SuffixCheck } from '../../src/identity/suffix.ts';
import type { VerdictCode } from '../../src/wire/codes.ts';
import { isOrdered } from '../../src/wire/event.ts';
import type { EventType } from '../../src/wire/event.ts';
import { digestOf, interleave, land, project, projectSlices } from '../support/projection.ts';
import type { Cut, Logs } from '../support/projection.ts';
import { randomWorld } from '../support/random-world.ts';

/** The projection is a function of the vector: any order of arrival, and after every step (protocol.md section 5). */

const seed = Number(process.env['FAST_CHECK_SEED'] ?? Date.now() % 2 ** 31);
const effort = Number(process.env['FAST_CHECK_EFFORT'] ?? 1);
t.comment(`seed ${seed} (FAST_CHECK_SEED repeats a run, FAST_CHECK_EFFORT multiplies it)`);

const values = fc.array(fc.nat(9999), { minLength: 80, maxLength: 320, size: 'max' });
const order = fc.array(fc.nat(2), { minLength: 150, maxLength: 150 });
/** Which log a slice is of, and how long it is. */
const cuts = fc.array(fc.record({ log: fc.nat(2), count: fc.integer({ min: 1, max: 12 }) }), { maxLength: 30 });
const seen = new Map<string, number>();
let worlds = 0;
let properties = 0;

async function check<Drawn>(runs: number, property: fc.IRawProperty<Drawn>): Promise<void> {
  properties += 1;
  const numRuns = Math.ceil(runs * effort);
  // Shrinking a large world can go on for long: what was found by then is shown.
  const interruptAfterTimeLimit = 250_000 * Math.max(1, effort);
  await fc.assert(property, {
    seed: seed + properties,
    numRuns,
    interruptAfterTimeLimit,
    markInterruptAsFailure: true,
  });
}

function count(what: string): void {
  seen.set(what, (seen.get(what) ?? 0) + 1);
}

interface Built {
  logs: Logs;
  origins: string[];
  /** What stands in place of withheld texts → the texts. */
  withheld: ReadonlyMap<string, string>;
}

function build(numbers: number[]): Built {
  worlds += 1;
  const { world, nodes, withheld } = randomWorld('random', numbers);
  return { logs: world.entries(), origins: nodes.map((node) => node.id), withheld };
}

function cutsOf(origins: readonly string[], drawn: readonly { log: number; count: number }[]): Cut[] {
  return drawn.map(({ log, count }) => ({ origin: origins[log % origins.length] as string, count }));
}

function mapValues<T, U>(object: Record<string, T>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value)]));
}

function countWhatIsIn(state: MemoryState): void {
  for (const entry of state.table('entries').list('primary')) count(entry.code);
  const documents = state.table('documents').list('primary');
  if (new Set(documents.map(({ id, prev }) => `${id} ${prev}`)).size < documents.length) count('fork');
  if (documents.some(({ payload }) => payload.revoked !== undefined)) count('dropped key');
  for (const { status } of state.table('identities').list('primary')) count(status);
  if (state.table('groups').list('primary').length > 0) count('owner group');
}

/** All tables but the marks, which count how often something changed. */
function shown(state: MemoryState): string {
  const { unpublished: _marks, ...tables } = state.snapshot();
  return JSON.stringify(tables);
}

function namesOf(origins: string[], choices: number[]): string[] {
  return choices.map((choice) => origins[choice % origins.length] as string);
}

t.test('the same logs in any order and slicing give the same verdicts, tables and digest', async () => {
  const property = fc.asyncProperty(values, cuts, cuts, async (numbers, some, others) => {
    const { logs, origins, withheld } = build(numbers);
    const state = projectSlices(logs, cutsOf(origins, some), (was) => count(`was ${was.code}`));
    const backwards = Object.fromEntries(Object.entries(logs).reverse());
    await expectSame(logs, state, projectSlices(backwards, cutsOf(origins, others)));
    if (withheld.size > 0) await checkTexts(logs, state, withheld, cutsOf(origins, others));
    countWhatIsIn(state);
  });
  await check(2_000, property);
});

async function expectSame(logs: Logs, one: MemoryState, other: MemoryState): Promise<void> {
  if (shown(one) !== shown(other)) throw new Error('the tables differ');
  const [digest, another] = [await digestOf(one, logs), await digestOf(other, logs)];
  if (JSON.stringify(digest) !== JSON.stringify(another)) throw new Error('the digests differ');
}

/** Texts that come late leave every root as it was, and what is judged anew then doesn't depend on any order either. */
async function checkTexts(logs: Logs, before: MemoryState, withheld: ReadonlyMap<string, string>, some: Cut[]) {
  const given = mapValues(logs, (entries) =>
    entries.map((entry) => ({ ...entry, jws: withheld.get(entry.jws) ?? entry.jws })),
  );
  const after = projectSlices(given, some);
  const [was, is] = [await digestOf(before, logs), await digestOf(after, given)];
  if (JSON.stringify(was.vector) !== JSON.stringify(is.vector)) throw new Error('a text that came changed a root');
  if (was.withheld.length === 0 || is.withheld.length > 0) throw new Error('the digest names other withheld entries');
  await expectSame(given, after, project(given));
}

t.test('after every step the incremental state equals one made anew', async () => {
  const property = fc.property(values, order, (numbers, choices) => {
    const { logs, origins } = build(numbers.slice(0, 260));
    const state = new MemoryState();
    const prefix: Record<string, (typeof logs)[string][number][]> = {};
    for (const [origin, entry] of interleave(logs, namesOf(origins, choices))) {
      (prefix[origin] ??= []).push(entry);
      land(state, origin, entry);
      if (shown(state) !== shown(project(prefix))) {
        throw new Error(`entry ${entry.seq} of ${origin} leaves another state`);
      }
    }
  });
  await check(25, property);
});

t.test('the rows that are marked are all the rows that change', async () => {
  const property = fc.property(values, order, (numbers, choices) => {
    const { logs, origins } = build(numbers);
    const state = new MemoryState();
    const published = new Map<string, string>();
    let step = 0;
    for (const [origin, entry] of interleave(logs, namesOf(origins, choices))) {
      land(state, origin, entry);
      publishMarked(state, published);
      step += 1;
      if (step % 5 === 0) comparePublished(state, published);
    }
    comparePublished(state, published);
  });
  await check(80, property);
});

const tables: PublishedTable[] = ['rigs', 'wanted', 'completions', 'stamps', 'rig_links'];

/** What a publisher does: takes each mark, writes or deletes its row, clears the mark. */
function publishMarked(state: MemoryState, published: Map<string, string>): void {
  for (const { table_name: table, key } of state.table('unpublished').list('primary')) {
    const row = publishedRow(state, table, key);
    const name = `${table} ${publishedKey(state, table, key)}`;
    if (row === undefined) published.delete(name);
    else published.set(name, JSON.stringify(rowValues(table, row)));
    state.table('unpublished').delete(table, key);
  }
}

function comparePublished(state: MemoryState, published: ReadonlyMap<string, string>): void {
  const rows = new Map<string, string>();
  for (const table of tables) {
    for (const row of publishedRows(rowSourceOf(state), table)) {
      rows.set(`${table} ${String(row[0])}`, JSON.stringify(row));
    }
  }
  for (const [name, row] of rows) {
    if (published.get(name) !== row) throw new Error(`${name} is ${row}, published ${published.get(name)}`);
  }
  if (published.size !== rows.size) throw new Error('a row is published that is gone');
}

t.test('ordered acts and documents are judged by their own log alone', async () => {
  const property = fc.property(values, order, (numbers, choices) => {
    const { logs, origins } = build(numbers);
    const together = project(logs, namesOf(origins, choices));
    for (const origin of origins) {
      const alone = project({ [origin]: logs[origin] ?? [] });
      for (const entry of alone.table('entries').list('primary')) {
        const other = together.table('entries').get(origin, entry.seq);
        const setAct = entry.type !== null && entry.type !== 'identity' && !isOrdered(entry.type as EventType);
        if (!setAct && other?.code !== entry.code) throw new Error(`entry ${entry.seq}: ${entry.code}, ${other?.code}`);
      }
      const own = <Row extends { home: string }>(rows: Row[]): string =>
        JSON.stringify(rows.filter((row) => row.home === origin));
      for (const table of ['items', 'completions'] as const) {
        if (own(alone.table(table).list('primary')) !== own(together.table(table).list('primary'))) {
          throw new Error(`${table} of ${origin} differ`);
        }
      }
    }
  });
  await check(80, property);
});

t.test('no layer is left behind: what stands is what the rules say of it', async () => {
  const property = fc.property(values, order, (numbers, choices) => {
    const { logs, origins } = build(numbers);
    const state = project(logs, namesOf(origins, choices));
    const standing = new Set<string>();
    for (const entry of state.table('entries').list('primary')) {
      if (entry.type === null || entry.type === 'identity' || isOrdered(entry.type as EventType)) continue;
      const code = judgeSetAct(state, entry as Act);
      if (code !== entry.code) throw new Error(`${entry.type} ${entry.seq} stands as ${entry.code}, is ${code}`);
      if (code === 'ok' && entry.made !== null) standing.add(entry.made);
    }
    const rows = (['stamps', 'vouches', 'comments'] as const).flatMap((table) => state.table(table).list('primary'));
    if (rows.length !== standing.size || rows.some((row) => !standing.has(row.id))) {
      throw new Error('rows of acts not ok');
    }
    compareGroups(state);
    compareCounting(state);
  });
  await check(80, property);
});

/** Owner groups by repeated merging, another way than the projection's. */
function compareGroups(state: MemoryState): void {
  const identities = state.table('identities').list('primary');
  const group = new Map(identities.map((identity) => [identity.id, identity.id]));
  const mayJoin = new Set(identities.filter(({ kind }) => kind !== 'team' && kind !== 'org').map(({ id }) => id));
  const linked = (one: string, other: string): boolean => state.table('links').get(one, other) !== undefined;
  for (const a of identities) {
    for (const b of identities) {
      const joined = (linked(a.id, b.id) && linked(b.id, a.id)) || (a.owner === b.id && linked(b.id, a.id));
      if (!joined || !mayJoin.has(a.id) || !mayJoin.has(b.id) || a.id === b.id) continue;
      const [from, to] = [group.get(a.id), group.get(b.id)].sort() as [string, string];
      for (const [id, of] of group) if (of === to) group.set(id, from);
    }
  }
  for (const [id, of] of group) {
    const alone = [...group.values()].filter((other) => other === of).length === 1;
    const stands = state.table('groups').get(id)?.group_id;
    if (stands !== (alone ? undefined : of)) throw new Error(`group of ${id} is ${of}, stands as ${stands}`);
  }
}

function compareCounting(state: MemoryState): void {
  const least = new Map<string, string>();
  const stamps = state.table('stamps').list('primary');
  for (const stamp of stamps) {
    const name = `${stamp.completion} ${stamp.author}`;
    const revoked = state
      .table('entries')
      .list('target', stamp.id, 'stamp.revoked')
      .some((entry) => entry.code === 'ok');
    if (stamp.revoked !== revoked) throw new Error(`${stamp.id} revoked: ${revoked}`);
    if (!revoked && stamp.id < (least.get(name) ?? 'z')) least.set(name, stamp.id);
  }
  for (const stamp of stamps) {
    if (stamp.counts !== (least.get(`${stamp.completion} ${stamp.author}`) === stamp.id)) throw new Error(stamp.id);
  }
}

t.test('a suffix is good or bad wherever the reader stands', async () => {
  const property = fc.property(values, order, (numbers, choices) => {
    const { world, nodes } = randomWorld('random', numbers);
    const node = nodes[(choices[0] ?? 0) % nodes.length];
    if (node === undefined) return;
    const { entries } = node.log;
    const author = project({ [node.id]: entries })
      .table('authors')
      .get(node.id, node.id);
    const kids = new Set(Object.keys(author?.known ?? {}));
    const keys = [node.key, ...Array.from({ length: 60 }, (_, at) => world.key(`r${at}`))].filter(({ kid }) =>
      kids.has(kid),
    );
    for (const key of keys) {
      const checkpoint = node.checkpoint(undefined, {}, key);
      const results = [
        0,
        1 + ((choices[1] ?? 0) % entries.length),
        1 + (((choices[2] ?? 0) * 37) % entries.length),
      ].map((held) => {
        const suffix = new SuffixCheck(project({ [node.id]: entries.slice(0, held) }), node.id);
        suffix.push(entries.slice(held));
        const result = suffix.finish(checkpoint);
        return result.ok ? 'ok' : result.code;
      });
      if (new Set(results).size !== 1) throw new Error(results.join(', '));
      const speaks = author?.in_force.includes(key.kid) === true;
      if (author?.tombstone !== true && (results[0] === 'ok') !== speaks) {
        throw new Error(`${results[0]}, in force: ${speaks}`);
      }
    }
  });
  await check(60, property);
});

t.test('these worlds were not too tame', async (t) => {
  const counts = [...seen].sort(([, a], [, b]) => b - a);
  t.comment(`${worlds} worlds; ${counts.map(([what, times]) => `${what} ${times}`).join(', ')}`);
  const codes: VerdictCode[] = [
    'ok',
    'duplicate',
    'withheld',
    'unknown_author',
    'unknown_key',
    'no_predecessor',
    'recovery_changed',
    'key_not_in_force',
    'unknown_item',
    'unknown_completion',
    'wrong_state',
    'not_allowed',
    'not_in_chain',
    'not_home',
    'key_revoked',
    'self',
    'unknown_target',
    'not_ok',
    'wrong_subject',
    'same_owner',
    'not_author',
  ];
  // What stood may fall when a link, a dropped key or a fork comes late, and what waited may stand.
  const turned = ['was ok', 'was unknown_target', 'was same_owner'];
  const kinds = ['fork', 'dropped key', 'disputed', 'tombstone', 'owner group'];
  t.strictSame(
    [...codes, ...turned, ...kinds].filter((what) => !seen.has(what)),
    [],
  );
});
