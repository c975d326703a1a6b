import { ed25519 } from '@noble/curves/ed25519.js';
import t from 'tap';
import { BoundedCache } from '../../src/identity/bounded-cache.ts';
import { checkKey, exportPrivateKey, generateKey, importPrivateKey, thumbprint } from '../../src/identity/keys.ts';

/** RFC 8037, appendix A: its key pair, and the thumbprint of A.3. */
const rfc = {
  kty: 'OKP',
  crv: 'Ed25519',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
};
const rfcThumbprint = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k';
const nodeId = 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE';

const p = 2n ** 255n - 19n;
/** A point of order 8: its multiples are all eight points of low order. */
const order8 = ed25519.Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');
const lowOrder = [ed25519.Point.ZERO, ...[1n, 2n, 3n, 4n, 5n, 6n, 7n].map((times) => order8.multiplyUnsafe(times))];

/** `ok`, or the code. */
function verdict(jwk: unknown, custody = false): string {
  const check = checkKey(jwk, { custody });
  return check.ok ? 'ok' : check.code;
}

function jwkOf(bytes: Uint8Array): object {
  return { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(bytes).toString('base64url') };
}

/** The 32 bytes of a y, reduced or not, with its sign bit. */
function encoding(y: bigint, sign: 0n | 1n): Uint8Array {
  const hex = (y | (sign << 255n)).toString(16).padStart(64, '0');
  return Uint8Array.from(Buffer.from(hex, 'hex').reverse());
}

t.test('a good key, with and without custody', async (t) => {
  const { kty, crv, x } = rfc;
  t.strictSame(checkKey({ kty, crv, x }, { custody: false }), { ok: true, key: { x, kid: rfcThumbprint } });
  t.strictSame(checkKey({ kty, crv, x }, { custody: true }), { ok: true, key: { x, kid: rfcThumbprint } });
  t.strictSame(checkKey({ x, custody: nodeId, crv, kty }, { custody: true }), {
    ok: true,
    key: { x, kid: rfcThumbprint, custody: nodeId },
  });
  t.strictSame(checkKey({ kty, crv, x }, { custody: true }), { ok: true, key: { x, kid: rfcThumbprint } });
  t.equal(thumbprint(x), rfcThumbprint);
});

t.test('bad_key: members, type, base64url, length', async (t) => {
  const { kty, crv, x } = rfc;
  for (const value of [null, undefined, 'key', 1, [], [kty, crv, x], {}, { kty, crv }, { kty, x }, { crv, x }]) {
    t.equal(verdict(value), 'bad_key');
  }
  for (const change of [
    { kty: 'EC' },
    { kty: 'okp' },
    { crv: 'X25519' },
    { crv: 'Ed448' },
    { crv: ['Ed25519'] },
    { x: 1 },
    { x: null },
    { x: '' },
    { x: x.slice(1) },
    { x: `${x}A` },
    { x: `${x}=` },
    { x: `${x}\n` },
    { x: x.replace('_', '/') },
    { x: x.replace(/o$/, 'p') },
    { d: rfc.d },
    { kid: rfcThumbprint },
    { alg: 'EdDSA' },
    { use: 'sig' },
    { constructor: 1 },
  ]) {
    t.equal(verdict({ kty, crv, x, ...change }), 'bad_key', JSON.stringify(change));
  }
  t.equal(verdict({ kty, crv, x, custody: nodeId }), 'bad_key', 'custody where it may not stand');
  for (const custody of ['', nodeId.slice(1), nodeId.replace(/E$/, 'F'), `${nodeId}\n`, null, undefined, 1]) {
    t.equal(verdict({ kty, crv, x, custody }, true), 'bad_key', `custody ${JSON.stringify(custody)}`);
  }
  t.equal(verdict({ ...jwkOf(lowOrder[0]?.toBytes() ?? new Uint8Array()), use: 'sig' }), 'bad_key', 'comes first');
});

t.test('noncanonical_key: not the one encoding of a curve point', async (t) => {
  for (let excess = 0n; excess < 19n; excess += 1n) {
    for (const sign of [0n, 1n] as const) {
      t.equal(verdict(jwkOf(encoding(p + excess, sign))), 'noncanonical_key', `y = p + ${excess}, sign ${sign}`);
    }
  }
  t.equal(verdict(jwkOf(encoding(1n, 1n))), 'noncanonical_key', 'the sign bit on the identity point');
  t.equal(verdict(jwkOf(encoding(p - 1n, 1n))), 'noncanonical_key', 'the sign bit on the point of order 2');
  t.equal(verdict(jwkOf(encoding(2n, 0n))), 'noncanonical_key', 'no point has y = 2');
  t.equal(verdict(jwkOf(encoding(2n, 1n))), 'noncanonical_key');
});

t.test('low_order_key', async (t) => {
  t.equal(verdict(jwkOf(encoding(1n, 0n))), 'low_order_key', 'the identity point');
  t.equal(verdict(jwkOf(encoding(p - 1n, 0n))), 'low_order_key', 'the point of order 2');
  t.equal(verdict(jwkOf(encoding(0n, 0n))), 'low_order_key', 'order 4');
  t.equal(verdict(jwkOf(encoding(0n, 1n))), 'low_order_key', 'order 4, the other x');
  t.equal(new Set(lowOrder.map((point) => point.toHex())).size, 8);
  for (const point of lowOrder) t.equal(verdict(jwkOf(point.toBytes())), 'low_order_key', point.toHex());
});

t.test('torsion_key: a good key plus any point of low order', async (t) => {
  const good = ed25519.Point.fromBytes(Buffer.from(rfc.x, 'base64url'));
  t.equal(verdict(jwkOf(good.toBytes())), 'ok');
  for (const point of lowOrder.slice(1)) {
    t.equal(verdict(jwkOf(good.add(point).toBytes())), 'torsion_key', point.toHex());
  }
});

t.test('the answer is the same when it comes from the cache', async (t) => {
  const twisted = jwkOf(ed25519.Point.fromBytes(Buffer.from(rfc.x, 'base64url')).add(order8).toBytes());
  for (let round = 0; round < 3; round += 1) {
    t.equal(verdict({ kty: 'OKP', crv: 'Ed25519', x: rfc.x }), 'ok');
    t.equal(verdict({ kty: 'OKP', crv: 'Ed25519', x: rfc.x, d: rfc.d }), 'bad_key');
    t.equal(verdict(twisted), 'torsion_key');
  }
});

t.test('private keys: made, exported, imported', async (t) => {
  const [one, two] = [await generateKey(), await generateKey()];
  t.not(one.x, two.x);
  t.equal(one.kid, thumbprint(one.x));
  t.equal(verdict({ kty: 'OKP', crv: 'Ed25519', x: one.x }), 'ok');
  const exported = exportPrivateKey(one);
  t.strictSame(Object.keys(exported), ['kty', 'crv', 'x', 'd']);
  t.strictSame(importPrivateKey(JSON.parse(JSON.stringify(exported))), { ok: true, key: one });
  t.strictSame(importPrivateKey(rfc), { ok: true, key: { kid: rfcThumbprint, x: rfc.x, jwk: rfc } });
});

t.test('private keys that are refused', async (t) => {
  const { kty, crv, x, d } = rfc;
  for (const jwk of [
    null,
    { kty, crv, x },
    { kty, crv, d },
    { kty, crv, x, d: 1 },
    { kty, crv, x, d: d.slice(1) },
    { kty, crv, x, d: `${d}=` },
    { kty, crv, x, d: d.replace(/A$/, 'B') },
    { kty: 'EC', crv, x, d },
    { kty, crv, x, d, kid: rfcThumbprint },
    { kty, crv, x, d, custody: nodeId },
    { kty, crv, x: (await generateKey()).x, d },
  ]) {
    t.strictSame(importPrivateKey(jwk), { ok: false, code: 'bad_key' });
  }
  t.strictSame(importPrivateKey({ ...jwkOf(order8.toBytes()), d }), { ok: false, code: 'low_order_key' });
});

t.test('a bounded cache keeps what was used last, half of its limit at least, and never more than that', (t) => {
  const cache = new BoundedCache<number>(6);
  const kept = (): string[] => ['a', 'b', 'c', 'd', 'e', 'f', 'g'].filter((key) => cache.get(key) !== undefined);
  for (const [value, key] of ['a', 'b', 'c', 'd', 'e'].entries()) cache.set(key, value);
  t.equal(cache.get('a'), 0, 'used again: young again');
  cache.set('f', 5);
  cache.set('f', 6);
  cache.set('g', 7);
  t.equal(cache.get('b'), undefined);
  t.equal(cache.get('c'), undefined);
  t.equal(cache.get('f'), 6);
  t.equal(cache.get('a'), 0);
  for (let n = 0; n < 100; n += 1) cache.set(`other ${n}`, n);
  t.strictSame(kept(), []);
  for (let n = 97; n < 100; n += 1) t.equal(cache.get(`other ${n}`), n);
  t.end();
});
