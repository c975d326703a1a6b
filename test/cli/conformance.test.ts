import fc from 'fast-check';
import t from 'tap';
import type { ConformanceAnswer, ProjectAnswer } from '../../src/wire/api/conformance.ts';
import { makeDigest, projectionDigest, stateSource } from '../../src/commons/digest.ts';
import { publishedColumns } from '../../src/domain/project/published-columns.ts';
import { answerLine } from '../../src/operations/conformance/answer-line.ts';
import { linesOf } from '../../src/net/byte-lines.ts';
import { wasteland } from '../support/command-line.ts';
import { verdictsOf } from '../support/projection.ts';
import { randomWorld } from '../support/random-world.ts';
import { keyNamed, publicJwk, tokenOf } from '../support/signing.ts';
import { logVectors, tokenVectors } from '../support/vectors.ts';
import { accept, handedIn, stamp } from '../support/work.ts';
import { World } from '../support/world.ts';

/** `wasteland conformance` (design section 8): one answer a line, whatever the line holds. */

const seed = Number(process.env['FAST_CHECK_SEED'] ?? Date.now() % 2 ** 31);
t.comment(`seed ${seed} (FAST_CHECK_SEED repeats a run)`);

const key = keyNamed('conformance');
const jwk = publicJwk(key);

function ask(request: unknown): ConformanceAnswer {
  return answerLine(Buffer.from(JSON.stringify(request)));
}

/** `ok`, or the code. */
function codeOf(answer: ConformanceAnswer): string {
  return answer.ok ? 'ok' : answer.code;
}

function projected(logs: object): ProjectAnswer {
  const answer = ask({ op: 'project', logs });
  if (!answer.ok || !('tables' in answer)) throw new Error(`no projection: ${JSON.stringify(answer)}`);
  return answer;
}

/** All logs of a world as a request has them. */
function logsOf(world: World, nodes: { id: string; checkpoint: () => string }[]): Record<string, object> {
  const entries = world.entries();
  return Object.fromEntries(
    nodes.map((node) => [node.id, { entries: entries[node.id], checkpoint: node.checkpoint() }]),
  );
}

t.test('the command answers every line, the bad ones too, and ends with its input', async (t) => {
  const jws = tokenOf({ typ: 'event', payload: 'anything: {', key });
  const lines = [
    JSON.stringify({ op: 'verify', jws, jwk }),
    '',
    '{"op":',
    JSON.stringify({ op: 'reputations', logs: {} }),
    JSON.stringify({ op: 'key', jwk, number: 7 }),
    '[]',
    'null',
    '{"op":1}',
    '{"op":"verify","jws":"a"}',
    '{"op":"project","logs":{"a":{"entries":{},"checkpoint":""}}}',
    `${JSON.stringify({ op: 'project', logs: {} })}\r`,
    JSON.stringify({ op: 'key', jwk: null }),
  ];
  const { code, stdout, stderr } = await wasteland(['conformance'], {}, lines.join('\n'));
  t.equal(code, 0);
  t.equal(stderr, '');
  t.ok(stdout.endsWith('\n'));
  const answers = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ConformanceAnswer);
  t.strictSame(answers.map(codeOf), [
    'ok',
    'malformed_json',
    'malformed_json',
    'invalid_request',
    'ok',
    'invalid_request',
    'invalid_request',
    'invalid_request',
    'invalid_request',
    'invalid_request',
    'ok',
    'bad_key',
  ]);
  t.strictSame(answers[0], { ok: true, payload: Buffer.from('anything: {').toString('base64url') });
  t.match(answers[3], { detail: /no op "reputations"; there are verify, key, project, reputation/ });
  t.match(answers[8], { detail: /jws: text, jwk/ });
  t.strictSame(answers[10], {
    ok: true,
    verdicts: {},
    identities: {},
    tables: {
      _meta: [
        ['protocol', '1'],
        ['schema_version', '1.2'],
      ],
      badges: [],
      boot_blocks: [],
      chain_meta: [],
      completions: [],
      rig_links: [],
      rigs: [],
      stamps: [],
      wanted: [],
    },
  });
});

t.test('verify: the text, the key, whose key it is, the signature, in this order', async (t) => {
  const jws = tokenOf({ typ: 'checkpoint', payload: Buffer.from([0xff, 0x00]), key });
  const verify = (text: string, given: unknown = jwk): string => codeOf(ask({ op: 'verify', jws: text, jwk: given }));
  t.strictSame(ask({ op: 'verify', jws, jwk }), { ok: true, payload: '_wA' }, 'any bytes, any of our types');
  t.equal(verify(jws, { ...jwk, custody: key.kid }), 'ok', 'as it stands in a document');

  const [header = '', payload = '', signature = ''] = jws.split('.');
  const cases: [string, string, unknown?][] = [
    ['\ud800', 'not_ascii'],
    ['é', 'not_ascii'],
    ['A'.repeat(16_001), 'too_long'],
    ['A'.repeat(16_000), 'not_compact'],
    ['', 'not_compact'],
    [`${header}.${payload}`, 'not_compact'],
    [`${jws}\n`, 'not_base64url'],
    [`${jws}=`, 'not_base64url'],
    [`bm8.${payload}.${signature}`, 'bad_json'],
    [tokenOf({ typ: 'event', payload: '', key, header: { typ: 'JWT' } }), 'wrong_typ'],
    [tokenOf({ typ: 'event', payload: '', key, header: { kid: 'me' } }), 'wrong_kid'],
    [tokenOf({ typ: 'event', payload: '', key, header: { jwk } }), 'unknown_header'],
    [tokenOf({ typ: 'view', payload: '', key }), 'ok'],
    [`${header}.${payload}=.${signature}`, 'not_base64url'],
    [`${header}.AAAA.${signature}`, 'bad_signature'],
    [`${header}.${payload}.`, 'bad_signature'],
    [jws, 'wrong_kid', publicJwk(keyNamed('another'))],
    [jws, 'bad_key', { ...key.jwk }],
    [jws, 'bad_key', { ...jwk, crv: 'X25519' }],
    [jws, 'bad_key', 'a key'],
    ['é', 'not_ascii', 'a key'],
  ];
  for (const [text, code, given] of cases) t.equal(verify(text, given), code, `${code} ${text.slice(0, 40)}`);
});

t.test('key: may it be registered', async (t) => {
  const given = (hex: string): object => ({ ...jwk, x: Buffer.from(hex, 'hex').toString('base64url') });
  const cases: [unknown, string][] = [
    [jwk, 'ok'],
    [{ ...jwk, custody: key.kid }, 'ok'],
    [{ ...jwk, custody: 'me' }, 'bad_key'],
    [{ ...jwk, use: 'sig' }, 'bad_key'],
    [JSON.parse('{"__proto__":1}'), 'bad_key'],
    [[], 'bad_key'],
    [given('eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'), 'noncanonical_key'],
    [given(`01${'00'.repeat(31)}`), 'low_order_key'],
    [given('da99e28ba529cdde35a25fba9059e78ecaee239f99755b9b1aa4f65df00803e2'), 'torsion_key'],
  ];
  for (const [value, code] of cases) t.equal(codeOf(ask({ op: 'key', jwk: value })), code, JSON.stringify(value));
});

t.test('every vector of logs gets its verdicts, and what does not extend lands not at all', async (t) => {
  const { extend, refused } = logVectors();
  for (const { name, logs, verdicts } of extend) t.strictSame(projected(logs).verdicts, verdicts, name);
  const all = Object.assign({}, ...extend.map(({ logs }) => logs)) as object;
  const expected = Object.assign({}, ...extend.map(({ verdicts }) => verdicts)) as object;
  t.strictSame(projected(all).verdicts, expected, 'all of them at once');

  for (const { name, origin, entries, checkpoint, held } of refused) {
    if (held !== undefined) continue;
    const answer = projected({ [origin]: { entries, checkpoint } });
    t.strictSame(answer.verdicts, { [origin]: [] }, name);
    t.strictSame(answer.identities, {}, name);
    t.strictSame(answer.tables['rigs'], [], name);
  }
});

t.test('every vector of tokens has a text that verify reads alike', async (t) => {
  const node = new World('conformance vectors').node('node');
  for (const { name, tokens, code } of tokenVectors(node.id, 1_750_000_000_000)) {
    const jws = tokens.at(-1) ?? '';
    const answer = codeOf(ask({ op: 'verify', jws, jwk }));
    const byText = [
      'not_ascii',
      'too_long',
      'not_compact',
      'not_base64url',
      'unknown_header',
      'wrong_alg',
      'wrong_kid',
    ];
    // Nobody here holds this key, and a payload may be anything: whatever else is wrong is not seen.
    t.equal(answer, byText.includes(code) || isHeaderCase(name) ? code : 'wrong_kid', name);
  }
});

function isHeaderCase(name: string): boolean {
  return name.endsWith('_header') || name === 'wrong_typ';
}

t.test('entries beyond the checkpoint get no verdict, and wait for no clock', async (t) => {
  const world = new World('conformance beyond');
  world.now = 2_147_483_000_000;
  const node = world.node('node');
  const rig = world.member('rig', node);
  const checkpoint = node.checkpoint();
  const before = projected({ [node.id]: { entries: node.log.entries, checkpoint } });
  handedIn(node.log, rig, rig);
  node.log.append('a text with spaces');
  const answer = projected({ [node.id]: { entries: node.log.entries, checkpoint } });
  t.strictSame(answer, before);
  t.strictSame(answer.verdicts, { [node.id]: ['ok', 'ok'] });
  const fewer = { entries: node.log.entries.slice(0, 1), checkpoint };
  t.strictSame(projected({ [node.id]: fewer }).verdicts, { [node.id]: [] }, 'fewer than it covers');
});

t.test('identities as the winning chain, or the stem, says', async (t) => {
  const world = new World('conformance identities');
  const [a, b, c] = [world.node('a'), world.node('b'), world.node('c')];
  const recovery = world.key('recovery');
  const moved = world.member('moved', a, { recovery: [recovery], kind: 'agent' });
  const second = world.key('second');
  a.log.append(moved.next({ home: b.id, handle: 'elsewhere', keys: [moved.key, second] }).text);

  const gone = world.member('gone', a);
  const revoked = [{ kid: gone.key.kid, upto: { [a.id]: 9 } }];
  a.log.append(gone.next({ keys: [], status: 'tombstone', revoked }).text);

  const forked = world.member('forked', a);
  for (const node of [b, c]) {
    node.log.append(forked.first.text);
    node.log.append(forked.next({ handle: `forked-${node.name}` }, { after: forked.first }).text);
  }
  const { identities, verdicts } = projected(logsOf(world, [a, b, c]));
  t.ok(
    Object.values(verdicts)
      .flat()
      .every((verdict) => verdict === 'ok'),
  );
  t.strictSame(identities[a.id], { handle: 'a', kind: 'node', keys: [a.key.kid], home: a.id, status: 'active' });
  t.strictSame(identities[moved.id], {
    handle: 'elsewhere',
    kind: 'agent',
    keys: [moved.key.kid, second.kid].sort(),
    home: b.id,
    status: 'active',
  });
  t.strictSame(identities[gone.id], { handle: 'gone', kind: 'human', keys: [], home: a.id, status: 'tombstone' });
  t.strictSame(identities[forked.id], {
    handle: 'forked',
    kind: 'human',
    keys: [forked.key.kid],
    home: a.id,
    status: 'disputed',
  });
});

t.test('the tables hold the rows that the digest hashes', async (t) => {
  const world = new World('conformance tables');
  const node = world.node('node');
  const [poster, worker, judge] = ['poster', 'worker', 'judge'].map((name) => world.member(name, node));
  if (poster === undefined || worker === undefined || judge === undefined) throw new Error('no rigs');
  const { completion } = handedIn(node.log, poster, worker, {
    description: 'Größe 🛠',
    tags: [],
    sandbox: { b: 1, a: 2 },
  });
  accept(node.log, poster, completion);
  stamp(node.log, judge, completion, worker, { dimensions: { quality: { score: 4.5, confidence: 0.3 } } });

  const { tables } = projected(logsOf(world, [node]));
  t.strictSame(Object.keys(tables), Object.keys(publishedColumns));
  for (const [table, rows] of Object.entries(tables)) {
    const width = Object.keys(publishedColumns[table as keyof typeof publishedColumns]).length;
    t.ok(
      rows.every((row) => row.length === width),
      table,
    );
    const keys = rows.map((row) => String(row[0]));
    t.strictSame(keys, [...keys].sort(), `${table} in the order of its keys`);
  }
  t.equal(tables['stamps']?.[0]?.[4], 0.3);
  t.equal(tables['rigs']?.length, 4);
  const digest = await makeDigest(stateSource(world.project(), (origin) => [[...(world.entries()[origin] ?? [])]]));
  t.equal(await projectionDigest((table) => tables[table] ?? []), digest.projection);
});

t.test('whatever a line holds, there is one answer, and what comes later is read', async (t) => {
  const { extend } = logVectors();
  const known = extend.flatMap(({ logs }) =>
    Object.values(logs).flatMap(({ entries }) => entries.map(({ jws }) => jws)),
  );
  const jws = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...known),
    fc.tuple(fc.constantFrom(...known), fc.nat(400), fc.string({ maxLength: 3 })).map(([text, at, more]) => {
      return text.slice(0, at) + more + text.slice(at + 1);
    }),
  );
  const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(1, 2, 1_750_000_000_000));
  const entry = fc.record({ seq: number, logged_at: number, jws }, { requiredKeys: [] });
  const log = fc.record(
    { entries: fc.array(entry), checkpoint: fc.oneof(jws, fc.constant(null)) },
    { requiredKeys: [] },
  );
  const request = fc.record(
    {
      op: fc.oneof(fc.constantFrom('verify', 'key', 'project'), fc.string(), fc.jsonValue()),
      jws: fc.oneof(jws, fc.jsonValue()),
      jwk: fc.oneof(
        fc.constant(jwk),
        fc.jsonValue(),
        fc.dictionary(fc.constantFrom('kty', 'crv', 'x', '__proto__'), fc.string()),
      ),
      logs: fc.oneof(
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor')), log),
        fc.jsonValue(),
      ),
    },
    { requiredKeys: [] },
  );
  const line = fc.oneof(
    fc.uint8Array(),
    fc.json().map((text) => Buffer.from(text)),
    request.map((value) => Buffer.from(JSON.stringify(value))),
  );
  let internal = 0;
  fc.assert(
    fc.property(line, (bytes) => {
      const answer = answerLine(bytes);
      if (!answer.ok && answer.code === 'internal') internal += 1;
      return internal === 0 && !JSON.stringify(answer).includes('\n');
    }),
    { seed, numRuns: 2_000 },
  );

  const some = fc.sample(line, { seed, numRuns: 200 }).map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 10)));
  const last = Buffer.from(JSON.stringify({ op: 'key', jwk }));
  const input = Buffer.concat([...some, last].flatMap((bytes) => [bytes, Buffer.from('\n')]));
  const { code, stdout } = await wasteland(['conformance'], {}, input);
  t.equal(code, 0);
  const answers = stdout.trimEnd().split('\n');
  t.equal(answers.length, some.length + 1);
  t.equal(answers.at(-1), '{"ok":true}');
});

t.test('any world gives what the rules give, whatever its logs hold', async (t) => {
  let whole = 0;
  const values = fc.array(fc.nat(9999), { minLength: 100, maxLength: 420, size: 'max' });
  fc.assert(
    fc.property(values, (numbers) => {
      const { world, nodes } = randomWorld('conformance', numbers);
      const answer = projected(logsOf(world, nodes));
      const state = world.project();
      const origins = nodes.map((node) => node.id);
      // A node that has dropped its key, or is no more, signs no checkpoint here: its log lands not at all.
      if (origins.some((origin) => answer.verdicts[origin]?.length === 0)) return true;
      whole += 1;
      return JSON.stringify(answer.verdicts) === JSON.stringify(verdictsOf(state, origins));
    }),
    { seed, numRuns: 25 },
  );
  t.ok(whole > 0, `${whole} of 25 worlds landed whole`);
});

t.test('lines come out as they went in, however they are cut, and none is held beyond the limit', async () => {
  const bytes = fc.uint8Array({ max: 12, maxLength: 60 });
  const cuts = fc.array(fc.nat(60), { maxLength: 8 });
  const property = fc.asyncProperty(bytes, cuts, async (whole, at) => {
    const limit = 8;
    const places = [0, ...at.filter((cut) => cut <= whole.length).sort((a, b) => a - b), whole.length];
    const chunks = places.slice(1).map((end, index) => whole.subarray(places[index], end));
    const lines: (string | undefined)[] = [];
    for await (const line of linesOf(fromArray(chunks), limit)) {
      lines.push(line === undefined ? undefined : Buffer.from(line).toString('latin1'));
    }
    const expected = Buffer.from(whole).toString('latin1').split('\n');
    if (expected.at(-1) === '') expected.pop();
    const shown = expected.map((line) => (line.length > limit ? undefined : line));
    if (JSON.stringify(lines) !== JSON.stringify(shown)) {
      throw new Error(`${JSON.stringify(lines)} of ${JSON.stringify(shown)}`);
    }
  });
  await fc.assert(property, { seed, numRuns: 500 });
});

async function* fromArray(chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
