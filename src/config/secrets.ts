import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WastelandError } from '../errors.ts';

export interface Secrets {
  /** What the node's private keys are encrypted under; any text of 32 characters or more. */
  secret: string;
  /** The bearer token that opens /v1/admin. */
  adminToken: string;
}

/** Reads the node's secrets and makes those that are missing: DATA_DIR/secret and DATA_DIR/admin-token, mode 0600 (design section 9). */
export function loadSecrets(options: { dataDir: string; secret?: string }): Secrets {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  return {
    secret: options.secret ?? nodeSecret(options.dataDir),
    adminToken: keptSecret(join(options.dataDir, 'admin-token')),
  };
}

/** A new secret beside an old node.sqlite could decrypt none of the keys in it: better to say so than to make one. */
function nodeSecret(dataDir: string): string {
  const file = join(dataDir, 'secret');
  if (!existsSync(file) && existsSync(join(dataDir, 'node.sqlite'))) {
    throw new WastelandError(
      'bad_config',
      `${file} is missing, but ${join(dataDir, 'node.sqlite')} holds keys encrypted under it: put it back or set WASTELAND_SECRET`,
    );
  }
  return keptSecret(file);
}

/** The secret in a file; made of 256 random bits when there is none. A file that others could read is closed to them. */
export function keptSecret(file: string): string {
  if (!existsSync(file)) {
    createWhole(file, `${randomBytes(32).toString('base64url')}\n`);
  }
  if ((statSync(file).mode & 0o077) !== 0) {
    chmodSync(file, 0o600);
  }
  const secret = readFileSync(file, 'utf8').trim();
  if (secret.length < 32) {
    throw new WastelandError('bad_config', `${file} holds fewer than 32 characters`);
  }
  return secret;
}

/** Creates the file with its whole content in one step; who comes second keeps what the first wrote. */
function createWhole(file: string, content: string): void {
  const temporary = `${file}.${process.pid}.new`;
  writeFileSync(temporary, content, { mode: 0o600 });
  try {
    linkSync(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
  } finally {
    rmSync(temporary, { force: true });
  }
}
