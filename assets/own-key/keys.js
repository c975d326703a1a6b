// The keys of this browser, in its IndexedDB: it keeps them as objects that sign, and whose private part no script can read.
import { thumbprint } from './tokens.js';

/** Makes a key pair whose private part can't be exported; undefined in a browser that can't, or on a page by plain http. */
export async function makeKey() {
  return await pair(false).catch(() => undefined);
}

/** Makes a key to be written down, as a private JWK. */
export async function makeRecoveryKey() {
  const { privateKey } = await pair(true);
  const { kty, crv, x, d } = await crypto.subtle.exportKey('jwk', privateKey);
  return { kty, crv, x, d };
}

async function pair(extractable) {
  const { privateKey, publicKey } = await crypto.subtle.generateKey('Ed25519', extractable, ['sign', 'verify']);
  const { x } = await crypto.subtle.exportKey('jwk', publicKey);
  return { privateKey, x, kid: await thumbprint(x) };
}

/** Keeps the key of a rig: `{rig, handle, kid, privateKey}`. */
export async function keepKey(key) {
  await navigator.storage?.persist?.();
  await ask('readwrite', (keys) => keys.put(key));
}

/** The key of a rig, if it is here. */
export function keyOf(rig) {
  return ask('readonly', (keys) => keys.get(rig));
}

export function allKeys() {
  return ask('readonly', (keys) => keys.getAll());
}

/** Forgets a key that never spoke for anybody. */
export async function forgetKey(rig) {
  await ask('readwrite', (keys) => keys.delete(rig));
}

async function ask(mode, question) {
  const database = await openDatabase();
  try {
    const transaction = database.transaction('keys', mode);
    const answer = question(transaction.objectStore('keys'));
    return await new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(answer.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

function openDatabase() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('wasteland', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('keys', { keyPath: 'rig' });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}
