// Compact JWS (RFC 7515) with EdDSA (RFC 8037): the signed objects of the protocol, sections 1 to 3.

const bytes = new TextEncoder();

export function base64url(buffer) {
  const text = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Signs a payload with the header `{alg, typ, kid}`. */
export async function signToken(typ, payload, { kid, privateKey }) {
  const input = `${encoded({ alg: 'EdDSA', typ, kid })}.${encoded(payload)}`;
  const signature = await crypto.subtle.sign('Ed25519', privateKey, bytes.encode(input));
  return `${input}.${base64url(signature)}`;
}

/** 128 random bits. */
export function newJti() {
  return base64url(crypto.getRandomValues(new Uint8Array(16)));
}

/** The id of an identity, from the text of its document 0. */
export async function idOf(document) {
  return base64url(await sha256(document));
}

/** The kid of a public key (RFC 7638). */
export async function thumbprint(x) {
  return base64url(await sha256(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x })));
}

function sha256(text) {
  return crypto.subtle.digest('SHA-256', bytes.encode(text));
}

function encoded(part) {
  return base64url(bytes.encode(JSON.stringify(part)));
}
