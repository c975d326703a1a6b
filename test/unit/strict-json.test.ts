import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { readStrictJson, readStrictJsonBytes } from '../../src/identity/strict-json.ts';

/** `ok`, or the code. */
function verdict(text: string): string {
  const reading = readStrictJson(text);
  return reading.ok ? 'ok' : reading.code;
}

function verdictOfBytes(...parts: (string | number[])[]): string {
  const reading = readStrictJsonBytes(Buffer.concat(parts.map((part) => Buffer.from(part as string))));
  return reading.ok ? 'ok' : reading.code;
}

/** An object that is nested `depth` deep, by objects or by arrays. */
function nested(depth: number, inArrays: boolean): string {
  const inner = depth - 1;
  if (inArrays) return `{"a":${'['.repeat(inner)}${']'.repeat(inner)}}`;
  return `${'{"a":'.repeat(inner)}{}${'}'.repeat(inner)}`;
}

t.test('reads what is allowed, with its values', async (t) => {
  const text = ' {"a" : [1, -2.5e1, true, false, null, "\\u00e9\\n\\"\\\\/\\/"], "é😀": {"": "\\ud83d\\ude00"} }\r\n\t';
  t.strictSame(readStrictJson(text), {
    ok: true,
    value: { a: [1, -25, true, false, null, 'é\n"\\//'], 'é😀': { '': '😀' } },
  });
  t.strictSame(readStrictJson('{}'), { ok: true, value: {} });
});

t.test('bad_utf8', async (t) => {
  t.equal(verdictOfBytes('{"a":"', [0xc3, 0xa9], '"}'), 'ok');
  t.equal(verdictOfBytes('{"a":"', [0xc0, 0xaf], '"}'), 'bad_utf8', 'overlong of two bytes');
  t.equal(verdictOfBytes('{"a":"', [0xe0, 0x80, 0xaf], '"}'), 'bad_utf8', 'overlong of three bytes');
  t.equal(verdictOfBytes('{"a":"', [0xed, 0xa0, 0x80], '"}'), 'bad_utf8', 'a surrogate as bytes');
  t.equal(verdictOfBytes('{"a":"', [0xf4, 0x90, 0x80, 0x80], '"}'), 'bad_utf8', 'beyond U+10FFFF');
  t.equal(verdictOfBytes('{"a":"', [0x80], '"}'), 'bad_utf8', 'a continuation alone');
  t.equal(verdictOfBytes('{"a":"x"}', [0xc3]), 'bad_utf8', 'cut off');
  t.equal(verdictOfBytes('{"a":1e999,', [0xff], '}'), 'bad_utf8', 'before everything else, wherever it stands');
});

t.test('bad_json', async (t) => {
  for (const text of [
    '',
    ' ',
    '{',
    '{"a":1',
    '{"a":1,}',
    '{"a":[1,]}',
    '{a:1}',
    "{'a':1}",
    '{"a":01}',
    '{"a":+1}',
    '{"a":.5}',
    '{"a":1.}',
    '{"a":1e}',
    '{"a":0x10}',
    '{"a":NaN}',
    '{"a":Infinity}',
    '{"a":undefined}',
    '{"a":"\n"}',
    '{"a":"\u0000"}',
    '{"a":"\\x41"}',
    '{"a":"\\u12"}',
    '{"a":1}{}',
    '{"a":1} x',
    '{"a":1}\u0000',
    '{"a":1}\u00a0',
    '\u2028{"a":1}',
    '{"a":1/**/}',
    '{"a" 1}',
    '{"a":1 "b":2}',
  ]) {
    t.equal(verdict(text), 'bad_json', 'not the grammar', { text });
  }
  for (const text of ['[]', '[{}]', 'null', '1', '"a"', 'true', '1e999', '"\\ud800"', '[1e999]']) {
    t.equal(verdict(text), 'bad_json', 'not an object', { text });
  }
  t.equal(verdictOfBytes([0xef, 0xbb, 0xbf], '{}'), 'bad_json', 'a byte order mark is not swallowed');
  t.equal(verdict('\ufeff{}'), 'bad_json');
  t.equal(verdictOfBytes('{"a":"', [0xef, 0xbb, 0xbf], '"}'), 'ok', 'but U+FEFF may stand in a string');
});

t.test('bad_json comes before the others, wherever it stands', async (t) => {
  for (const first of ['"__proto__":1', '"b":1e999', '"b":"\\ud800"', '"b":1,"b":2', `"b":${nested(17, true)}`]) {
    t.not(verdict(`{${first}}`), 'ok');
    t.equal(verdict(`{${first}`), 'bad_json');
    t.equal(verdict(`{${first},}`), 'bad_json');
  }
  t.equal(verdict('['.repeat(200_000)), 'bad_json', 'deep nesting needs no stack');
  t.equal(verdict(`{"a":${'['.repeat(100_000)}`), 'bad_json');
});

t.test('too_deep', async (t) => {
  for (const inArrays of [false, true]) {
    t.equal(verdict(nested(16, inArrays)), 'ok');
    t.equal(verdict(nested(17, inArrays)), 'too_deep');
    t.equal(verdict(nested(100_000, inArrays)), 'too_deep');
  }
  t.equal(verdict(`{"a":${nested(15, true)},"b":${nested(15, false)},"c":"[[[[[[[[[[[[[[[[[[[{{"}`), 'ok');
  t.equal(verdict(`{"a":[${'{},[],'.repeat(20)}1]}`), 'ok', 'siblings add no depth');
});

t.test('unsafe_number', async (t) => {
  for (const number of [
    '9007199254740991',
    '-9007199254740991',
    '0',
    '-0',
    '0.1',
    '1e-400',
    '5e-324',
    '1.5e3',
    '9007199254740990.5',
    '9.007199254740991e15',
    '0e999',
  ]) {
    t.equal(verdict(`{"a":${number}}`), 'ok', number);
    t.equal(verdict(`{"a":[${number},${number}],"b":${number} }`), 'ok', number);
  }
  for (const number of [
    '9007199254740992',
    '9007199254740993',
    '-9007199254740992',
    '9007199254740991.5',
    '1e999',
    '-1e999',
    '1E+400',
    '1e300',
    '123456789012345678901234567890',
    '18446744073709551615',
  ]) {
    t.equal(verdict(`{"a":${number}}`), 'unsafe_number', number);
    t.equal(verdict(`{"a":[[0,${number}]]}`), 'unsafe_number', number);
    t.equal(verdict(`{"a":"${number}","${number}":0}`), 'ok', `${number} as text`);
  }
});

t.test('lone_surrogate', async (t) => {
  for (const string of ['\\ud800', '\\uDFFF', 'x\\udc00\\ud800', '\\ud83d\\\\ude00', '\\ud83d \\ude00', '\ud800']) {
    t.equal(verdict(`{"a":"${string}"}`), 'lone_surrogate', `value ${string}`);
    t.equal(verdict(`{"b":[{"${string}":1}]}`), 'lone_surrogate', `key ${string}`);
  }
  t.equal(verdict('{"a":"\\\\ud800"}'), 'ok', 'an escaped backslash before u');
  t.equal(verdict('{"a":"\\ud83d\\ude00\\uFFFF"}'), 'ok');
});

t.test('forbidden_key', async (t) => {
  t.equal(verdict('{"__proto__":{"admin":true}}'), 'forbidden_key');
  t.equal(verdict('{"a":[{"b":{"__proto__":1}}]}'), 'forbidden_key');
  t.equal(verdict('{"\\u005f_proto\\u005F_":1}'), 'forbidden_key');
  t.equal(verdict('{"a":"__proto__","b":["__proto__"]}'), 'ok', 'only as a key');
  t.equal(verdict('{"constructor":{"prototype":{"polluted":1}},"toString":1}'), 'ok');
  t.equal((Object.prototype as { polluted?: number }).polluted, undefined);
});

t.test('duplicate_key', async (t) => {
  t.equal(verdict('{"a":1,"a":1}'), 'duplicate_key');
  t.equal(verdict('{"a":1,"\\u0061":2}'), 'duplicate_key');
  t.equal(verdict('{"x":[0,{"y":{"é":1,"b":2,"\\u00e9":3}}]}'), 'duplicate_key');
  t.equal(verdict('{"\\"":1,"\\u0022":2}'), 'duplicate_key');
  t.equal(verdict('{"":1,"":2}'), 'duplicate_key');
  t.equal(verdict('{"a":{"b":1},"c":3,"a":2}'), 'duplicate_key', 'after a nested object');
  t.equal(verdict('{"a":{"a":{"a":[{"a":1},{"a":2}]}}}'), 'ok', 'the same key of other objects');
  t.equal(verdict('{"é":1,"e\\u0301":2}'), 'ok', 'keys are not normalized');
  t.equal(verdict('{"a":["b","b",{"b":1}],"b":"b"}'), 'ok');
  t.equal(verdict('{"constructor":1,"constructor":2}'), 'duplicate_key');
});

t.test('of several the first in the text wins', async (t) => {
  const faults = {
    too_deep: `"k1":${nested(17, true)}`,
    unsafe_number: '"k2":1e999',
    lone_surrogate: '"k3":"\\ud800"',
    forbidden_key: '"__proto__":0',
    duplicate_key: '"k4":{"a":1,"a":2}',
  };
  for (const [code, fault] of Object.entries(faults)) {
    for (const [otherCode, otherFault] of Object.entries(faults)) {
      t.equal(verdict(`{${fault},${otherFault}}`), code, `${code} before ${otherCode}`);
    }
  }
  t.equal(verdict('{"a":1,"a":1e999}'), 'duplicate_key', 'a key stands before its value');
  t.equal(verdict('{"a":"\\ud800","a":1}'), 'lone_surrogate');
});

// A model that knows each fault by construction: a tree with its own spelling of white space, escapes and repeats.
type Tree =
  | { kind: 'literal'; text: string; code?: string }
  | { kind: 'string'; text: string; spelled: string; code?: string }
  | { kind: 'array'; members: Tree[] }
  | { kind: 'object'; members: { key: Tree & { kind: 'string' }; value: Tree }[] };

const spaces = fc.constantFrom('', ' ', '\n', '\t\r ');
const literals = fc.oneof(
  fc.constantFrom('true', 'false', 'null', '0', '-0', '1.5', '-12e3', '9007199254740991').map((text) => ({ text })),
  fc.constantFrom('1e999', '9007199254740992', '-1e16').map((text) => ({ text, code: 'unsafe_number' })),
);
const strings = fc.oneof(
  { weight: 12, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', '"', '\\', '{', ',') },
  { weight: 1, arbitrary: fc.constantFrom('\ud800', 'a\udfff') },
  { weight: 1, arbitrary: fc.constant('__proto__') },
);

function spell(text: string, escapeAll: boolean): string {
  if (!escapeAll) return JSON.stringify(text);
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at).toString(16).padStart(4, '0'));
  return `"${units.map((unit) => `\\u${unit}`).join('')}"`;
}

const { tree } = fc.letrec<{ tree: Tree; string: Tree & { kind: 'string' } }>((tie) => ({
  string: fc.tuple(strings, fc.boolean()).map(([text, escapeAll]) => ({
    kind: 'string' as const,
    text,
    spelled: spell(text, escapeAll),
    ...(text.isWellFormed() ? {} : { code: 'lone_surrogate' }),
  })),
  tree: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    literals.map((literal) => ({ kind: 'literal' as const, ...literal })),
    tie('string'),
    fc.array(tie('tree'), { maxLength: 4 }).map((members) => ({ kind: 'array' as const, members })),
    fc
      .array(fc.record({ key: tie('string'), value: tie('tree') }), { maxLength: 5 })
      .map((members) => ({ kind: 'object' as const, members })),
  ),
}));

function write(node: Tree, space: string): string {
  if (node.kind === 'literal') return space + node.text + space;
  if (node.kind === 'string') return space + node.spelled + space;
  if (node.kind === 'array') return `${space}[${node.members.map((member) => write(member, space)).join(',')}]${space}`;
  const members = node.members.map(({ key, value }) => `${write(key, space)}:${write(value, space)}`);
  return `${space}{${members.join(',')}}${space}`;
}

function* faultsOf(node: Tree, depth: number): Generator<string> {
  if (node.kind === 'literal' || node.kind === 'string') {
    if (node.code !== undefined) yield node.code;
    return;
  }
  if (depth > 16) yield 'too_deep';
  if (node.kind === 'array') {
    for (const member of node.members) yield* faultsOf(member, depth + 1);
    return;
  }
  const seen: string[] = [];
  for (const { key, value } of node.members) {
    if (key.code !== undefined) yield key.code;
    if (key.text === '__proto__') yield 'forbidden_key';
    if (seen.includes(key.text)) yield 'duplicate_key';
    seen.push(key.text);
    yield* faultsOf(value, depth + 1);
  }
}

t.test('agrees with a model on trees of any spelling, nested from 1 to 17 deep', async (t) => {
  const seed = randomInt(2 ** 31);
  t.comment(`fast-check seed ${seed}`);
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(tree, fc.nat({ max: 15 }), spaces, (inner, wraps, space) => {
      let root: Tree = { kind: 'array', members: [inner] };
      for (let wrap = 1; wrap < wraps; wrap += 1) root = { kind: 'array', members: [root] };
      const key = { kind: 'string' as const, text: 'k', spelled: '"k"' };
      const whole: Tree = { kind: 'object', members: [{ key, value: root }] };
      const expected = faultsOf(whole, 1).next().value ?? 'ok';
      seen.set(expected, (seen.get(expected) ?? 0) + 1);
      const text = write(whole, space);
      const actual = verdict(text);
      if (actual !== expected) throw new Error(`${actual} instead of ${expected}: ${text}`);
      const cut = verdict(text.trimEnd().slice(0, -1));
      if (cut !== 'bad_json') throw new Error(`${cut} instead of bad_json when the last brace is missing: ${text}`);
    }),
    { seed, numRuns: 3000 },
  );
  t.strictSame(
    [...seen.keys()].sort(),
    ['duplicate_key', 'forbidden_key', 'lone_surrogate', 'ok', 'too_deep', 'unsafe_number'],
    'every outcome was drawn',
  );
});
