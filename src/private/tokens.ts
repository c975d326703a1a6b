import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { SignJWT, importJWK, jwtVerify } from 'jose';
import type { CryptoKey } from 'jose';
import type { StoredJwk } from './keys.ts';

/** `act`: the node signs acts of that rig for whoever bears the token. */
export type Scope = 'act';

export interface Bearer {
  rig: string;
  scope: Scope;
  jti: string;
}

export interface TokenRow extends Bearer {
  created_at: number;
  revoked_at: number | null;
}

/** RFC 9068's type; no signed object of the protocol has it, so neither can be taken for the other. */
const typ = 'at+jwt';

/** Bearer tokens of custodial rigs: JWTs signed with the node's key. Only those in the table, unrevoked, are good. */
export class Tokens {
  readonly #database: DatabaseSync;
  readonly #now: () => number;

  constructor(database: DatabaseSync, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /** Makes a token for a rig; it has no end but its revocation. */
  async issue(node: TokenIssuer, rig: string, scope: Scope = 'act'): Promise<string> {
    const jti = randomBytes(16).toString('base64url');
    const now = this.#now();
    this.#database
      .prepare('INSERT INTO tokens (jti, rig, scope, created_at) VALUES (?, ?, ?, ?)')
      .run(jti, rig, scope, now);
    return await new SignJWT({ scope })
      .setProtectedHeader({ alg: 'EdDSA', typ, kid: node.kid })
      .setIssuer(node.id)
      .setAudience(node.id)
      .setSubject(rig)
      .setJti(jti)
      .setIssuedAt(Math.floor(now / 1000))
      .sign(await importKey(node.jwk));
  }

  /** Whose token this is, or undefined when it is forged, of another node, unknown or revoked. */
  async verify(node: TokenIssuer, text: string): Promise<Bearer | undefined> {
    let jti: string | undefined;
    let subject: string | undefined;
    try {
      const { payload } = await jwtVerify(text, await importKey(publicPart(node.jwk)), {
        algorithms: ['EdDSA'],
        typ,
        issuer: node.id,
        audience: node.id,
        currentDate: new Date(this.#now()),
      });
      jti = payload.jti;
      subject = payload.sub;
    } catch {
      return undefined;
    }
    if (jti === undefined) return undefined;
    const row = this.#database.prepare('SELECT rig, scope, revoked_at FROM tokens WHERE jti = ?').get(jti);
    if (row === undefined || row['revoked_at'] !== null || row['rig'] !== subject) return undefined;
    return { rig: String(row['rig']), scope: row['scope'] as Scope, jti };
  }

  /** Ends a token; false when there is no such token that still held. */
  revoke(jti: string): boolean {
    const result = this.#database
      .prepare('UPDATE tokens SET revoked_at = ? WHERE jti = ? AND revoked_at IS NULL')
      .run(this.#now(), jti);
    return result.changes === 1;
  }

  /** All tokens of a rig, oldest first. */
  list(rig: string): TokenRow[] {
    return this.#database
      .prepare('SELECT jti, rig, scope, created_at, revoked_at FROM tokens WHERE rig = ? ORDER BY created_at, jti')
      .all(rig) as unknown as TokenRow[];
  }
}

export interface TokenIssuer {
  id: string;
  kid: string;
  jwk: StoredJwk;
}

async function importKey(jwk: Omit<StoredJwk, 'd'>): Promise<CryptoKey> {
  const key = await importJWK({ ...jwk }, 'EdDSA');
  if (key instanceof Uint8Array) throw new TypeError('an OKP key was imported as a secret');
  return key;
}

function publicPart(jwk: StoredJwk): Omit<StoredJwk, 'd'> {
  return { kty: jwk.kty, crv: jwk.crv, x: jwk.x };
}
