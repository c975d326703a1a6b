import { createHash } from 'node:crypto';
import t from 'tap';
import {
  hashOf,
  isCanonicalBase64url,
  isIdentityId,
  readAnyPayload,
  readToken,
} from '../../src/identity/strict-jws.ts';
import { textCodes } from '../../src/wire/codes.ts';

type Part = string | Uint8Array;

const kid = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k';
const goodHeader = { alg: 'EdDSA', typ: 'wasteland-event+jwt', kid };
const goodPayload = { iss: 'é', list: [1, 2.5], nested: { ok: true } };
const goodSignature = Uint8Array.from({ length: 64 }, (_, at) => at);

const encode = (part: Part): string => Buffer.from(part as string).toString('base64url');
const header = (changes: object): string => JSON.stringify({ ...goodHeader, ...changes });

/** A compact token of any parts, however wrong. */
function token(parts: { header?: Part; payload?: Part; signature?: Uint8Array } = {}): string {
  const first = encode(parts.header ?? JSON.stringify(goodHeader));
  const second = encode(parts.payload ?? JSON.stringify(goodPayload));
  return `${first}.${second}.${encode(parts.signature ?? goodSignature)}`;
}

const named = new Set<string>();

/** `ok`, or the code, which is remembered as one that a test names. */
function verdict(text: string): string {
  const reading = readToken(text);
  if (!reading.ok) named.add(reading.code);
  return reading.ok ? 'ok' : reading.code;
}

t.test('reads a good token', async (t) => {
  const text = token();
  t.strictSame(readToken(text), {
    ok: true,
    token: {
      text,
      hash: createHash('sha256').update(text).digest('hex'),
      typ: 'wasteland-event+jwt',
      kid,
      payload: goodPayload,
      signingInput: text.slice(0, text.lastIndexOf('.')),
      signature: Buffer.from(goodSignature),
    },
  });
  for (const name of ['identity', 'event', 'checkpoint', 'view']) {
    t.equal(verdict(token({ header: header({ typ: `wasteland-${name}+jwt` }) })), 'ok');
  }
  t.equal(verdict(token({ header: ` {"kid" : "${kid}",\n"typ":"wasteland-\\u0065vent+jwt","alg":"EdDSA"}` })), 'ok');
});

t.test('not_ascii', async (t) => {
  t.equal(verdict(`${token()}é`), 'not_ascii');
  t.equal(verdict('\u0080'), 'not_ascii');
  t.equal(verdict(`\ufeff${token()}`), 'not_ascii');
  t.equal(verdict(`${'.'.repeat(20_000)}\ud800`), 'not_ascii', 'before too_long');
});

t.test('too_long', async (t) => {
  const around = token({ payload: '' }).length;
  const payload = (length: number): string => `{"a":"${'x'.repeat(length - 8)}"}`;
  const longest = Math.floor(((16_000 - around) * 6) / 8);
  t.ok(token({ payload: payload(longest) }).length <= 16_000);
  t.equal(verdict(token({ payload: payload(longest) })), 'ok');
  t.equal(verdict(token({ payload: payload(longest + 2) })), 'too_long');
  t.equal(verdict('.'.repeat(16_000)), 'not_compact');
  t.equal(verdict('.'.repeat(16_001)), 'too_long');
});

t.test('not_compact', async (t) => {
  const [first, second, third] = token().split('.');
  for (const text of [
    '',
    'a',
    '.',
    `${first}.${second}`,
    `${token()}.`,
    `.${token()}`,
    `${token()}.${third}`,
    '....',
  ]) {
    t.equal(verdict(text), 'not_compact');
  }
  t.equal(verdict(`{"payload":"${second}","signatures":[]}`), 'not_compact', 'JSON serialization');
  t.equal(verdict(`!${first}.${second}`), 'not_compact', 'before not_base64url');
});

t.test('not_base64url, in each of the three parts', async (t) => {
  for (const part of [0, 1, 2]) {
    const change = (edit: (text: string) => string): string => {
      const parts = token({ payload: '{"a":11}' }).split('.');
      return parts.map((text, at) => (at === part ? edit(text) : text)).join('.');
    };
    t.equal(verdict(change((text) => text)), 'ok');
    for (const [what, edit] of Object.entries({
      padding: (text: string) => `${text}=`,
      'padding of two': (text: string) => `${text}==`,
      'a line feed at the end': (text: string) => `${text}\n`,
      'a line feed inside': (text: string) => `${text.slice(0, 4)}\n${text.slice(4)}`,
      'a space before': (text: string) => ` ${text}`,
      'a tab inside': (text: string) => `${text.slice(0, 4)}\t${text.slice(4)}`,
      'the other alphabet, plus': (text: string) => `+${text.slice(1)}`,
      'the other alphabet, slash': (text: string) => `/${text.slice(1)}`,
      'a foreign character': (text: string) => `*${text.slice(1)}`,
      'a null character': (text: string) => `${text}\0`,
      'a length that no bytes have': (text: string) => text.slice(0, text.length - ((text.length + 3) % 4)),
    })) {
      t.equal(verdict(change(edit)), 'not_base64url', `part ${part}: ${what}`);
    }
  }
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const [first, second, third = ''] = token().split('.');
  const last = alphabet.indexOf(third.at(-1) ?? '');
  for (const bits of [1, 2, 4, 8]) {
    const otherText = `${third.slice(0, -1)}${alphabet[last | bits]}`;
    t.same(Buffer.from(otherText, 'base64url'), Buffer.from(third, 'base64url'), 'a lenient reader sees no difference');
    t.equal(verdict(`${first}.${second}.${otherText}`), 'not_base64url', `unused bit ${bits}`);
  }
  t.equal(verdict(`${encode('{}')}.${second}.${third}=`), 'not_base64url', 'before what the header says');
});

t.test('the JSON codes, in the header and in the payload', async (t) => {
  const faults: [string, Part][] = [
    ['bad_utf8', Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d])],
    ['bad_utf8', Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')])],
    ['bad_json', ''],
    ['bad_json', '{'],
    ['bad_json', '[]'],
    ['bad_json', '"text"'],
    ['bad_json', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(JSON.stringify(goodHeader))])],
    ['too_deep', `{"a":${'['.repeat(16)}${']'.repeat(16)}}`],
    ['unsafe_number', '{"a":9007199254740993}'],
    ['unsafe_number', '{"a":1e999}'],
    ['lone_surrogate', '{"a":"\\ud800"}'],
    ['forbidden_key', '{"__proto__":{}}'],
    ['duplicate_key', '{"a":1,"\\u0061":1}'],
    ['duplicate_key', `{"alg":"none","alg":"EdDSA","typ":"wasteland-event+jwt","kid":"${kid}"}`],
  ];
  for (const [code, part] of faults) {
    t.equal(verdict(token({ header: part, payload: '[]' })), code, `header: ${code}`);
    t.equal(verdict(token({ payload: part })), code, `payload: ${code}`);
    t.equal(verdict(token({ header: '{}', payload: part })), 'wrong_alg', 'the header comes first');
  }
});

t.test('unknown_header', async (t) => {
  for (const member of ['jwk', 'jku', 'x5c', 'x5u', 'x5t', 'x5t#S256', 'crit', 'b64', 'cty', 'iat', 'Alg', '']) {
    t.equal(verdict(token({ header: header({ [member]: member, alg: 'none' }) })), 'unknown_header', `"${member}"`);
  }
  t.equal(verdict(token({ header: header({ constructor: 1 }) })), 'unknown_header');
});

t.test('wrong_alg', async (t) => {
  for (const alg of ['none', 'HS256', 'ES256', 'Ed25519', 'eddsa', 'EdDSA ', '', null, ['EdDSA'], undefined]) {
    t.equal(verdict(token({ header: header({ alg, typ: 'JWT', kid: '' }) })), 'wrong_alg', JSON.stringify({ alg }));
  }
  t.equal(verdict(token({ header: header({ alg: 'none' }), signature: new Uint8Array() })), 'wrong_alg');
});

t.test('wrong_typ', async (t) => {
  for (const typ of ['JWT', 'wasteland-event', 'Wasteland-Event+JWT', 'event', '', null, 1, ['wasteland-event+jwt']]) {
    t.equal(verdict(token({ header: header({ typ, kid: '' }) })), 'wrong_typ', JSON.stringify({ typ }));
  }
  t.equal(verdict(token({ header: header({ typ: undefined }) })), 'wrong_typ', 'missing');
});

t.test('wrong_kid', async (t) => {
  const wrong = [
    '',
    kid.slice(1),
    `${kid}A`,
    `${kid}=`,
    `${kid.slice(0, -1)}l`,
    `${kid.slice(0, -1)}\n`,
    null,
    1,
    [kid],
  ];
  for (const wrongKid of wrong) {
    t.equal(verdict(token({ header: header({ kid: wrongKid }), payload: '[]' })), 'wrong_kid');
  }
  t.equal(verdict(token({ header: header({ kid: undefined }) })), 'wrong_kid', 'missing');
});

t.test('every code of the text has been named above', async (t) => {
  t.strictSame([...named].sort(), [...textCodes].sort());
});

t.test('a signature of another length is read, since only verifying can refuse it', async (t) => {
  for (const length of [0, 1, 63, 65]) {
    const reading = readToken(token({ signature: new Uint8Array(length) }));
    t.equal(reading.ok && reading.token.signature.length, length);
  }
});

t.test('readAnyPayload takes any bytes as payload, and no other header', async (t) => {
  for (const payload of ['', 'text', '[1e999]', Buffer.from([0xff, 0x00])]) {
    const reading = readAnyPayload(token({ payload }));
    t.same(reading.ok && Buffer.from(reading.token.payloadBytes), Buffer.from(payload as string));
  }
  t.strictSame(readAnyPayload(token({ header: '{}' })), { ok: false, code: 'wrong_alg' });
  t.strictSame(readAnyPayload(`${token()}=`), { ok: false, code: 'not_base64url' });
});

t.test('hashes and formats', async (t) => {
  t.equal(hashOf('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  t.equal(isIdentityId(kid), true);
  for (const id of [`${kid}\n`, kid.slice(1), kid.replace(/.$/, 'l'), kid.replace('_', '/'), undefined, 43]) {
    t.equal(isIdentityId(id), false);
  }
  t.equal(isCanonicalBase64url('', 0), true);
  t.equal(isCanonicalBase64url('AA', 1), true);
  t.equal(isCanonicalBase64url('AA'), true);
  t.equal(isCanonicalBase64url('AB', 1), false, 'unused bits');
  t.equal(isCanonicalBase64url('AA', 2), false);
  t.equal(isCanonicalBase64url('A'), false);
  t.equal(isCanonicalBase64url('AA==', 1), false);
  t.equal(isCanonicalBase64url(null, 1), false);
});
