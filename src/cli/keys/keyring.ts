import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalRig } from '../../client/local-rig.ts';
import { processEnvironment } from '../../config/env.ts';
import { exportPrivateKey, generateKey, importPrivateKey } from '../../identity/keys.ts';
import type { PrivateJwk, PrivateKey } from '../../identity/keys.ts';
import { UsageError } from '../terminal/exit-codes.ts';

/** The user's own keys: one file each in the configuration directory, readable by nobody else. */

/** The rig that a key speaks for. `registered` is false while it isn't known that its home took it. */
export interface KeyRig {
  id: string;
  handle: string;
  home: string;
  documents: string[];
  registered: boolean;
  /** Whether a later document has dropped the key. */
  dropped?: boolean;
}

export interface KeyFile {
  name: string;
  jwk: PrivateJwk;
  created_at: string;
  rig?: KeyRig;
}

const namePattern = /^[a-z0-9][a-z0-9-]{0,62}$/;
export const defaultName = 'default';

/** The directory of the user's keys, as the XDG specification says. */
export function keyDirectory(): string {
  const env = processEnvironment();
  const xdg = env['XDG_CONFIG_HOME'];
  const config = xdg?.startsWith('/') ? xdg : join(env['HOME'] ?? '/', '.config');
  return join(config, 'wasteland', 'keys');
}

/** Makes a new key under a name that isn't taken. */
export async function createKey(name: string, now: number): Promise<KeyFile> {
  checkFree(name);
  const key = await makeKey(name, now);
  saveKey(key);
  return key;
}

/** Makes a new key that is in no file yet. */
export async function makeKey(name: string, now: number): Promise<KeyFile> {
  return { name, jwk: exportPrivateKey(await generateKey()), created_at: new Date(now).toISOString() };
}

/** Refuses a name that a key has already: a file with a key is never overwritten. */
export function checkFree(name: string): void {
  if (hasKey(name)) throw new UsageError(`there is a key called ${name} already: ${pathOf(name)}`);
}

/** Refuses a file that is there already. */
export function checkFreeFile(file: string): void {
  if (existsSync(file)) throw new UsageError(`${file} is there already`);
}

/** Whether there is a key of that name. */
export function hasKey(name: string): boolean {
  return existsSync(pathOf(name));
}

/** All keys, by name. */
export function listKeys(): KeyFile[] {
  const directory = keyDirectory();
  if (!existsSync(directory)) return [];
  const files = readdirSync(directory).filter((file) => file.endsWith('.json'));
  return files.sort().map((file) => readKey(file.slice(0, -'.json'.length)));
}

/** The key of that name; without one the key `default`, else the only key there is. */
export function findKey(name?: string): KeyFile {
  if (name !== undefined) return readKey(name);
  if (existsSync(pathOf(defaultName))) return readKey(defaultName);
  const keys = listKeys();
  const [only] = keys;
  if (only === undefined) throw new UsageError('you have no key: make one with "wasteland key new", or give --token');
  if (keys.length > 1) {
    throw new UsageError(`which key? Give --key with one of: ${keys.map((key) => key.name).join(', ')}`);
  }
  return only;
}

/** Writes a key into the directory, in one step. */
export function saveKey(key: KeyFile): void {
  mkdirSync(keyDirectory(), { recursive: true, mode: 0o700 });
  writeKeyFile(pathOf(key.name), key);
}

/** Gives a key another name, which must be free. */
export function renameKey(from: string, to: string): KeyFile {
  checkFree(to);
  const key = { ...readKey(from), name: to };
  saveKey(key);
  rmSync(pathOf(from));
  return key;
}

/** Removes a key that speaks for nobody. */
export function removeKey(name: string): void {
  rmSync(pathOf(name));
}

/** Writes a key's file in one step, readable by its owner alone, on the disk before this returns. */
export function writeKeyFile(file: string, key: KeyFile): void {
  const temporary = `${file}.${process.pid}.new`;
  const descriptor = openSync(temporary, 'w', 0o600);
  try {
    writeSync(descriptor, `${JSON.stringify(key, null, 2)}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, file);
}

/** The private key in a file. */
export function privateKeyOf(key: KeyFile): PrivateKey {
  const read = importPrivateKey(key.jwk);
  if (!read.ok) throw new UsageError(`${pathOf(key.name)} holds no usable key (${read.code})`);
  return read.key;
}

/** The rig that a key speaks for. */
export function rigOf(key: KeyFile): LocalRig {
  if (key.rig?.registered !== true) {
    throw new UsageError(`key ${key.name} speaks for no rig yet: register one with "wasteland rig register <handle>"`);
  }
  if (key.rig.dropped === true) throw new UsageError(`key ${key.name} was dropped: it speaks for nobody any more`);
  const { id, home, documents } = key.rig;
  return { id, home, documents, key: privateKeyOf(key) };
}

function readKey(name: string): KeyFile {
  const file = pathOf(name);
  if (!existsSync(file)) throw new UsageError(`there is no key called ${name} in ${keyDirectory()}`);
  return { ...readKeyFile(file), name };
}

/** The key in a file anywhere. */
export function readKeyFile(file: string): KeyFile {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as KeyFile;
  } catch (error) {
    throw new UsageError(`${file} can't be read: ${(error as Error).message}`);
  }
}

function pathOf(name: string): string {
  if (!namePattern.test(name)) {
    throw new UsageError(`${JSON.stringify(name)} is no name for a key: lowercase letters, digits and hyphens`);
  }
  return join(keyDirectory(), `${name}.json`);
}
