import { createPrivateKey, createPublicKey, hash, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import t from 'tap';
import type { Test } from 'tap';
import { createStatements } from '../../src/commons/tables.ts';
import { leafHash, verifyConsistency, verifyInclusion } from '../../src/domain/merkle.ts';
import { publishedColumns } from '../../src/domain/project/published-columns.ts';
import { transitions } from '../../src/domain/lifecycle.ts';
import { answerLine } from '../../src/operations/conformance/answer-line.ts';
import {
  documentCodes,
  eventCodes,
  ignoredCodes,
  keyCodes,
  pendingCodes,
  textCodes,
  wordOf,
} from '../../src/wire/codes.ts';
import type { VerdictCode } from '../../src/wire/codes.ts';
import { DocumentPayload } from '../../src/wire/document.ts';
import { bodies } from '../../src/wire/event.ts';
import { logCodes } from '../../src/wire/log-codes.ts';
import { treeHash } from '../support/merkle-model.ts';
import type { FederationExample } from '../vectors/federation.ts';

/** FEDERATION.md is what strangers build on: it names all that the code knows, and its example is true. */

const root = new URL('../../', import.meta.url);
const text = readFileSync(new URL('FEDERATION.md', root), 'utf8');

/** The text from one heading to the next of its level or above. */
function section(heading: string): string {
  const start = text.indexOf(`\n${heading}`);
  if (start === -1) throw new Error(`no section ${heading}`);
  const level = /^#+/.exec(heading)?.[0].length ?? 0;
  const end = text.slice(start + 1).search(new RegExp(`\n#{1,${level}} `));
  return end === -1 ? text.slice(start) : text.slice(start, start + 1 + end);
}

/** The cells of a section's tables, without the headings' lines. */
function rowsOf(heading: string): string[][] {
  const lines = section(heading)
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| -+/.test(line));
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function codesIn(heading: string): [code: string, word: string][] {
  return rowsOf(heading).flatMap(([code = '', word = '']) => {
    const name = /^`([a-z0-9_]+)`$/.exec(code)?.[1];
    return name === undefined ? [] : [[name, word] as [string, string]];
  });
}

/** Fenced blocks of a section, without their fences. */
function blocksIn(heading: string): string[] {
  return [...section(heading).matchAll(/\n```[a-z]*\n([^]*?)\n```/g)].map(([, block = '']) => block);
}

t.test('every code of the closed list stands in its table, under its word, in the order of the checks', (t) => {
  const tables: [heading: string, codes: readonly string[]][] = [
    ['### 5.1 Any entry', ['duplicate', 'withheld']],
    ['### 5.2 Text', textCodes],
    ['### 5.3 Events', [...eventCodes.slice(0, 2), 'schema', ...eventCodes.slice(2)]],
    [
      '### 5.4 Documents',
      ['schema', ...keyCodes, 'no_predecessor', 'unknown_key', 'bad_signature', ...documentCodes.slice(1)],
    ],
    ['### 1.4 Keys', keyCodes],
  ];
  for (const [heading, codes] of tables) {
    t.strictSame(
      codesIn(heading).map(([code]) => code),
      codes,
      heading,
    );
  }
  const judged = ['5.1 Any', '5.2 Text', '5.3 Ev', '5.4 Doc', '5.5 Ord', '5.6 Set'].flatMap((name) =>
    codesIn(`### ${name}`),
  );
  for (const [code, word] of judged) t.equal(word, wordOf(code as VerdictCode), code);
  const all: string[] = [
    ...textCodes,
    ...keyCodes,
    ...eventCodes,
    ...documentCodes,
    'key_not_in_force',
    ...ignoredCodes,
    ...pendingCodes,
  ];
  t.strictSame([...new Set(judged.map(([code]) => code))].sort(), [...new Set(all)].sort());
  t.strictSame(
    codesIn('### 4.4 ')
      .map(([code]) => code)
      .sort(),
    [...logCodes].sort(),
  );
  t.end();
});

/** Every number in a schema that bounds something, as the document writes it, and every name of a member. */
function boundsOf(schema: unknown, found = { numbers: new Set<string>(), names: new Set<string>() }): typeof found {
  if (typeof schema !== 'object' || schema === null) return found;
  for (const [key, value] of Object.entries(schema)) {
    const bound = ['maxBytes', 'maxCanonicalBytes', 'maxItems', 'minimum', 'maximum', 'multipleOf'].includes(key);
    if (bound) found.numbers.add(Number(value).toLocaleString('en-US'));
    if (key === 'properties') for (const name of Object.keys(value as object)) found.names.add(name);
    if (key === 'enum') for (const choice of value as string[]) found.names.add(choice);
    boundsOf(value, found);
  }
  return found;
}

function namesAll(t: Test, schema: unknown, where: string, what: string): void {
  const { numbers, names } = boundsOf(schema);
  for (const name of names) t.ok(new RegExp(`\\b${name}\\b`).test(where), `${what}: ${name}`);
  for (const number of numbers) {
    t.ok(new RegExp(`(?<![\\d.,])${number.replace('.', '\\.')}(?![\\d]|[.,]\\d)`).test(where), `${what}: ${number}`);
  }
}

t.test('every type of event and every member stands there with its limits', (t) => {
  const rows = rowsOf('### 3.1 ');
  const rowOf = (name: string): string =>
    rows.filter(([first]) => first === `\`${name}\`` || first === `\`${name}?\``).join(' ');
  for (const [type, schema] of Object.entries(bodies)) {
    t.not(rowOf(type), '', type);
    if (type === 'wanted.updated') continue;
    if (type !== 'wanted.posted') {
      // What the dimensions are stands below the table.
      const { dimensions: _said, ...properties } = schema.properties as Record<string, unknown>;
      namesAll(t, { properties }, rowOf(type), type);
      continue;
    }
    const required = new Set(schema.required as string[]);
    for (const [member, value] of Object.entries(schema.properties)) {
      const row = rowOf(required.has(member) ? member : `${member}?`);
      t.ok(row !== '', `${member} is ${required.has(member) ? 'needed' : 'optional'}`);
      namesAll(t, value, row, member);
    }
  }
  t.strictSame(
    rows.filter(([first = '']) => /^`[a-z]+\.[a-z]+`$/.test(first)).map(([first]) => first),
    Object.keys(bodies).map((type) => `\`${type}\``),
  );
  const documentRows = rowsOf('## 2. ');
  for (const [member, schema] of Object.entries(DocumentPayload.properties)) {
    const optional = DocumentPayload.required.includes(member as never) ? '' : '?';
    const row = documentRows.find(([first]) => first === `\`${member}${optional}\``)?.join(' ');
    t.ok(row, member);
    if (member !== 'revoked') namesAll(t, schema, row ?? '', member);
  }
  t.end();
});

t.test('the lifecycle is the one of the code', (t) => {
  const rows = rowsOf('### 3.2 ').slice(1);
  const told = new Set(rows.map(([act, from, to]) => [act, from, to].join(' ').replaceAll('`', '')));
  const known = new Set(transitions.map(({ act, from, to }) => `${act} ${from} ${to}`));
  t.strictSame([...told].sort(), [...known, 'wanted.posted  open'].sort());
  t.end();
});

t.test('every table stands there with its columns and their types', (t) => {
  const tables = section('### 6.2 ');
  for (const table of Object.keys(publishedColumns)) t.match(tables, `\`${table}\``);
  for (const statement of createStatements()) {
    const table = /CREATE TABLE `(\w+)`/.exec(statement)?.[1] ?? '';
    const columns = [...statement.matchAll(/`?(\w+)`? ((?:VARCHAR|TINYINT)\(\d+\)|TEXT|INT|JSON|FLOAT|TIMESTAMP)/g)];
    t.equal(columns.length, Object.keys(publishedColumns[table as keyof typeof publishedColumns]).length, table);
    const begin = tables.indexOf(`\`${table}\``);
    for (const [, column = '', type = ''] of columns) {
      t.ok(tables.includes(`\`${column}\` ${type}`, begin), `${table}.${column}`);
    }
  }
  t.end();
});

t.test('the example is true', (t) => {
  const example = JSON.parse(readFileSync(new URL('test/vectors/federation.json', root), 'utf8')) as FederationExample;
  const shown = section('## 10. ');
  for (const value of leavesOf(example)) t.ok(shown.includes(value), value.slice(0, 60));

  for (const { seed, x, kid } of Object.values(example.keys)) {
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(seed, 'hex')]);
    const made = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })).export({
      format: 'jwk',
    });
    t.equal(made.x, x);
    t.equal(hash('sha256', `{"crv":"Ed25519","kty":"OKP","x":"${x}"}`, 'base64url'), kid);
  }

  const tokens = blocksIn('## 10. ').filter((block) => block.startsWith('eyJ'));
  const checkpoint = tokens.pop() ?? '';
  t.equal(tokens.length, 5);
  for (const token of [...tokens, checkpoint]) t.ok(isSigned(token, example), token.slice(-20));
  const places = [...shown.matchAll(/logged at `(\d+)`, hash `(\w+)`, leaf hash `(\w+)`, verdict `([^`]+)`/g)];
  const leaves = tokens.map((token, at) => {
    const [, time, digest, leaf] = places[at] ?? [];
    t.equal(hash('sha256', token), digest);
    t.equal(leafHash(at + 1, Number(time), digest ?? ''), leaf);
    return leaf ?? '';
  });
  const [bytes = ''] = /`[0-9a-f]{96}`/.exec(shown) ?? [];
  t.equal(hash('sha256', Buffer.from(`00${bytes.slice(1, -1)}`, 'hex')), leaves[2]);
  t.equal(treeHash(leaves), example.root);
  const [inclusion = [], consistency = []] = blocksIn('## 10. ')
    .filter((block) => /^[0-9a-f]{64}\n/.test(block))
    .map((block) => block.split('\n'));
  const size = leaves.length;
  t.ok(verifyInclusion({ leaf: leaves[2] ?? '', index: 2, size, proof: inclusion, root: example.root }));
  const firstRoot = treeHash(leaves.slice(0, 2));
  t.ok(verifyConsistency({ first: 2, second: size, firstRoot, secondRoot: example.root, proof: consistency }));

  const entries = tokens.map((jws, at) => ({ seq: at + 1, logged_at: Number(places[at]?.[1]), jws }));
  const { node } = example.ids;
  const answer = answerOf(JSON.stringify({ op: 'project', logs: { [node]: { entries, checkpoint } } }));
  t.match(answer, { verdicts: { [node]: places.map((place) => place[4]) } });
  t.strictSame(answer, example.answer);
  const tables = blocksIn('## 10. ').find((block) => block.startsWith('_meta')) ?? '';
  t.equal(hash('sha256', `${tables}\n`), example.digest.projection);
  const lines = (of: (at: number) => string): string =>
    entries.map((_, at) => `${node} ${at + 1} ${of(at)}\n`).join('');
  t.equal(
    hash(
      'sha256',
      lines((at) => `${places[at]?.[1]} ${tokens[at]}`),
    ),
    example.digest.events,
  );
  t.equal(
    hash(
      'sha256',
      lines((at) => places[at]?.[4] ?? ''),
    ),
    example.digest.verdicts,
  );

  for (const block of blocksIn('## 9. ')) {
    const [request = '', said = ''] = block.split('\n');
    t.strictSame(answerOf(request), JSON.parse(said), request);
  }
  t.end();
});

function answerOf(request: string): unknown {
  return JSON.parse(JSON.stringify(answerLine(Buffer.from(request))));
}

/** By node:crypto alone: all keys of the example are good ones. */
function isSigned(token: string, { keys }: FederationExample): boolean {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
  const x = Object.values(keys).find((key) => key.kid === kid)?.x ?? '';
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'));
}

/** Tokens, hashes, ids and texts of the example, but what only the file has: decoded payloads, and words about entries. */
function leavesOf({ entries, ...rest }: FederationExample): string[] {
  const shown = entries.map(({ jws, hash, leaf_hash, verdict, logged_at }) => [
    jws,
    hash,
    leaf_hash,
    verdict,
    `${logged_at}`,
  ]);
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === 'string') found.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  visit([shown, rest]);
  return found;
}
