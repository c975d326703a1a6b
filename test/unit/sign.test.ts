import { createHash } from 'node:crypto';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { ed25519 } from '@noble/curves/ed25519.js';
import { compactVerify, importJWK } from 'jose';
import t from 'tap';
import { generateKey, importPrivateKey } from '../../src/identity/keys.ts';
import { newJti, signToken } from '../../src/identity/sign.ts';
import { isCanonicalBase64url, readToken } from '../../src/identity/strict-jws.ts';
import type { Token } from '../../src/identity/strict-jws.ts';
import type { Signed } from '../../src/identity/verify.ts';
import { verifySignature, verifySignatureAsync } from '../../src/identity/verify.ts';
import { VerifyingThread } from '../../src/identity/verifying-thread.ts';
import { typs } from '../../src/wire/header.ts';

const order = ed25519.Point.Fn.ORDER;
const order8 = ed25519.Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');
const seed = Uint8Array.from({ length: 32 }, (_, at) => at + 1);
const { scalar, point: publicPoint } = ed25519.utils.getExtendedPublicKey(seed);
const x = Buffer.from(publicPoint.toBytes()).toString('base64url');
const message = 'header.payload';
const thread = new VerifyingThread();
t.teardown(() => thread.close());

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}

function bytesOf(number: bigint): Buffer {
  return Buffer.from(number.toString(16).padStart(64, '0'), 'hex').reverse();
}

/** A signature made by hand: any 32 bytes as R, and the S that fits a nonce. */
function signatureWith(encodedR: Uint8Array, nonce: bigint, extra = 0n): Uint8Array {
  const digest = createHash('sha512').update(encodedR).update(publicPoint.toBytes()).update(message).digest();
  const s = (nonce + littleEndian(digest) * scalar) % order;
  return Buffer.concat([encodedR, bytesOf(s + extra)]);
}

/** All three verifiers must say the same. */
async function verified(signed: Signed, key: string): Promise<boolean> {
  const now = verifySignature(signed, key);
  const begun = thread.begin(signed, key);
  while (begun !== undefined && begun.result === undefined) await turnOfTheLoop();
  const later = [await verifySignatureAsync(signed, key), begun?.result ?? now];
  if (later.some((result) => result !== now)) throw new Error('the verifiers disagree');
  return now;
}

function read(text: string): Token {
  const reading = readToken(text);
  if (!reading.ok) throw new Error(`our own token isn't read: ${reading.code}`);
  return reading.token;
}

t.test('what is signed is read and verifies, here and by jose', async (t) => {
  const key = await generateKey();
  const payload = { iss: 'é😀', nested: { list: [1, 2.5, null] } };
  for (const typ of Object.values(typs)) {
    const text = signToken(typ, payload, key);
    const token = read(text);
    const [head = ''] = text.split('.');
    t.equal(Buffer.from(head, 'base64url').toString(), JSON.stringify({ alg: 'EdDSA', typ, kid: key.kid }));
    t.strictSame(token.payload, payload);
    t.equal(token.typ, typ);
    t.equal(token.kid, key.kid);
    t.equal(await verified(token, key.x), true);
    const publicKey = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: key.x }, 'EdDSA');
    t.strictSame(JSON.parse(Buffer.from((await compactVerify(text, publicKey)).payload).toString()), payload);
  }
  const again = importPrivateKey({ ...key.jwk });
  t.equal(
    again.ok && signToken('wasteland-event+jwt', payload, again.key),
    signToken('wasteland-event+jwt', payload, key),
    'Ed25519 is deterministic, also with an imported copy',
  );
});

t.test('whatever is changed, the signature fails', async (t) => {
  const [key, other] = [await generateKey(), await generateKey()];
  const token = read(signToken('wasteland-event+jwt', { a: 1 }, key));
  t.equal(await verified(token, key.x), true);
  t.equal(await verified(token, other.x), false);
  for (let at = 0; at < token.signingInput.length; at += 1) {
    const changed = token.signingInput[at] === 'A' ? 'B' : 'A';
    const signingInput = token.signingInput.slice(0, at) + changed + token.signingInput.slice(at + 1);
    if (verifySignature({ signingInput, signature: token.signature }, key.x)) t.fail(`character ${at} isn't covered`);
  }
  for (let bit = 0; bit < 512; bit += 1) {
    const signature = Buffer.from(token.signature);
    signature[bit >> 3] = (signature[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    if (verifySignature({ signingInput: token.signingInput, signature }, key.x)) t.fail(`bit ${bit} isn't covered`);
  }
  for (const length of [0, 1, 32, 63, 65, 128]) {
    const signature = Buffer.concat([token.signature, token.signature]).subarray(0, length);
    t.equal(await verified({ ...token, signature }, key.x), false, `${length} bytes`);
  }
  t.equal(await verified(token, ''), false, 'no key at all');
  t.equal(await verified(token, `${key.x}=`), false);
});

t.test('RFC 8032 without the cofactor, S below L, R not of low order', async (t) => {
  const nonce = 123_456_789n;
  const r = ed25519.Point.BASE.multiply(nonce);
  const by = (signature: Uint8Array): Promise<boolean> => verified({ signingInput: message, signature }, x);
  t.equal(await by(signatureWith(r.toBytes(), nonce)), true, 'by hand, so that the refusals below mean something');
  t.equal(await by(signatureWith(r.toBytes(), nonce, order)), false, 'S + L is a second text of the same signature');

  for (let times = 1n; times < 8n; times += 1n) {
    const twisted = r.add(order8.multiplyUnsafe(times)).toBytes();
    t.equal(await by(signatureWith(twisted, nonce)), false, `R plus ${times} × a point of order 8`);
    t.equal(
      await by(signatureWith(order8.multiplyUnsafe(times).toBytes(), 0n)),
      false,
      `R of low order: ${times} × a point of order 8`,
    );
  }
  const identity = ed25519.Point.ZERO.toBytes();
  const fitting = signatureWith(identity, 0n);
  t.equal(ed25519.verify(fitting, Buffer.from(message), publicPoint.toBytes()), true, 'the equation holds');
  t.equal(await by(fitting), false, 'R the identity is refused nevertheless, by every version of Node alike');
  const noncanonical = Buffer.from(`ee${'ff'.repeat(30)}7f`, 'hex');
  t.equal(await by(signatureWith(noncanonical, 0n)), false, 'R the identity, as y = p + 1');
  const signBit = Buffer.from(identity);
  signBit[31] = 0x80;
  t.equal(await by(signatureWith(signBit, 0n)), false, 'R the identity, with the sign bit');
});

t.test('RFC 8032 section 7.1, tests 1 and 2', async (t) => {
  const vectors = [
    {
      key: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      message: '',
      signature:
        'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    },
    {
      key: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      message: 'r',
      signature:
        '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    },
  ];
  for (const vector of vectors) {
    const signed = { signingInput: vector.message, signature: Buffer.from(vector.signature, 'hex') };
    t.equal(await verified(signed, Buffer.from(vector.key, 'hex').toString('base64url')), true);
    t.equal(
      await verified({ ...signed, signingInput: 's' }, Buffer.from(vector.key, 'hex').toString('base64url')),
      false,
    );
  }
});

t.test('a jti is 128 random bits', async (t) => {
  const many = new Set(Array.from({ length: 1000 }, newJti));
  t.equal(many.size, 1000);
  t.ok([...many].every((jti) => isCanonicalBase64url(jti, 16)));
});
