import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { SignJWT, importJWK, jwtVerify } from 'jose';
import type { CryptoKey } from 'jose';
import { scopes as allScopes } from '../wire/scopes.ts';
import type { Scope } from '../wire/scopes.ts';
import type { StoredJwk } from './keys.ts';

export interface Bearer {
  rig: string;
  scopes: readonly Scope[];
  jti: string;
}

export interface TokenRow extends Bearer {
  name: string | null;
  /** kid of the node's key that signs it. */
  kid: string;
  created_at: number;
  /** When it ends by itself; null for never. */
  expires_at: number | null;
  revoked_at: number | null;
}

export type NewToken = Pick<TokenRow, 'rig' | 'scopes' | 'kid'> &
  Partial<Pick<TokenRow, 'name' | 'expires_at' | 'jti'>>;

interface SigningKey {
  kid: string;
  jwk: StoredJwk;
}

/** The node: the key that signs its tokens now, and all that ever did. */
export interface TokenIssuer {
  id: string;
  readonly key: SigningKey;
  keys: { get(kid: string): SigningKey | undefined };
}

/** RFC 9068's type; no signed object of the protocol has it, so neither can be taken for the other. */
const typ = 'at+jwt';
const columns = 'jti, rig, scope, name, kid, created_at, expires_at, revoked_at';
/** That a token was, is known for so long after its end. */
const keptMs = 30 * 24 * 60 * 60_000;

/**
 * Bearer tokens of custodial rigs, and sessions of others: JWTs signed with the node's key. Only those in the table, unrevoked,
 * are good, and only with the signature of the key that they were made with, also when the node has another one by now.
 */
export class Tokens {
  readonly #database: DatabaseSync;
  readonly #now: () => number;

  constructor(database: DatabaseSync, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /** Puts a token into the table. Its text is in none: `sign` makes the same one each time. */
  add({ rig, scopes, kid, name = null, expires_at = null, jti = newJti() }: NewToken): TokenRow {
    const now = this.#now();
    this.#database.prepare('DELETE FROM tokens WHERE coalesce(revoked_at, expires_at) < ?').run(now - keptMs);
    this.#database
      .prepare('INSERT INTO tokens (jti, rig, scope, name, kid, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(jti, rig, scopes.join(' '), name, kid, now, expires_at);
    return { jti, rig, scopes, name, kid, created_at: now, expires_at, revoked_at: null };
  }

  /** The text of a token: what its bearer shows. */
  async sign(node: TokenIssuer, { jti, rig, scopes, kid, created_at: at, expires_at: end }: TokenRow): Promise<string> {
    const key = node.keys.get(kid);
    if (key === undefined) throw new Error(`the key ${kid} that signs a token isn't held any more`);
    const token = new SignJWT({ scope: scopes.join(' ') })
      .setProtectedHeader({ alg: 'EdDSA', typ, kid })
      .setIssuer(node.id)
      .setAudience(node.id)
      .setSubject(rig)
      .setJti(jti)
      .setIssuedAt(Math.floor(at / 1000));
    if (end !== null) token.setExpirationTime(Math.floor(end / 1000));
    return await token.sign(await importKey(key.jwk));
  }

  /** Makes a token with all scopes that has no end but its revocation. */
  async issue(node: TokenIssuer, rig: string): Promise<string> {
    return await this.sign(node, this.add({ rig, scopes: allScopes, kid: node.key.kid }));
  }

  /** Whose token this is, or undefined when it is forged, of another node, unknown, over or revoked. */
  async verify(node: TokenIssuer, text: string): Promise<Bearer | undefined> {
    let jti: string | undefined;
    let subject: string | undefined;
    let signer: string | undefined;
    const keyOf = async ({ kid = '' }: { kid?: string }): Promise<CryptoKey> => {
      const key = node.keys.get(kid);
      if (key === undefined) throw new Error('no key of this node signed it');
      return await importKey(publicPart(key.jwk));
    };
    try {
      const { payload, protectedHeader } = await jwtVerify(text, keyOf, {
        algorithms: ['EdDSA'],
        typ,
        issuer: node.id,
        audience: node.id,
        currentDate: new Date(this.#now()),
      });
      jti = payload.jti;
      subject = payload.sub;
      signer = protectedHeader.kid;
    } catch {
      return undefined;
    }
    const row = jti === undefined ? undefined : this.get(jti);
    if (row === undefined || row.revoked_at !== null || row.rig !== subject) return undefined;
    // Whoever has another key of this node can't sign with it what was made with this one.
    if (row.kid !== signer) return undefined;
    return { rig: row.rig, scopes: row.scopes, jti: row.jti };
  }

  get(jti: string): TokenRow | undefined {
    const row = this.#database.prepare(`SELECT ${columns} FROM tokens WHERE jti = ?`).get(jti);
    return row === undefined ? undefined : rowOf(row);
  }

  /** Ends a token; false when there is no such token that still held. */
  revoke(jti: string): boolean {
    const result = this.#database
      .prepare('UPDATE tokens SET revoked_at = ? WHERE jti = ? AND revoked_at IS NULL')
      .run(this.#now(), jti);
    return result.changes === 1;
  }

  /** Ends every token of a rig. */
  revokeAll(rig: string): void {
    this.#database
      .prepare('UPDATE tokens SET revoked_at = ? WHERE rig = ? AND revoked_at IS NULL')
      .run(this.#now(), rig);
  }

  /** Ends every token that a key signs; answers how many. */
  revokeSigned(kid: string): number {
    const sql = 'UPDATE tokens SET revoked_at = ? WHERE kid = ? AND revoked_at IS NULL';
    return Number(this.#database.prepare(sql).run(this.#now(), kid).changes);
  }

  /** All tokens of a rig, those that ended lately too, oldest first. */
  list(rig: string): TokenRow[] {
    const sql = `SELECT ${columns} FROM tokens WHERE rig = ? ORDER BY created_at, jti`;
    return this.#database.prepare(sql).all(rig).map(rowOf);
  }

  /** How many tokens of a rig are good now. */
  good(rig: string): number {
    const sql = `SELECT count(*) AS n FROM tokens
      WHERE rig = ? AND revoked_at IS NULL AND coalesce(expires_at > ?, TRUE)`;
    return Number(this.#database.prepare(sql).get(rig, this.#now())?.['n'] ?? 0);
  }
}

/** 128 random bits. */
export function newJti(): string {
  return randomBytes(16).toString('base64url');
}

function rowOf({ scope, ...row }: Record<string, unknown>): TokenRow {
  return { ...(row as unknown as TokenRow), scopes: String(scope).split(' ') as Scope[] };
}

async function importKey(jwk: Omit<StoredJwk, 'd'>): Promise<CryptoKey> {
  const key = await importJWK({ ...jwk }, 'EdDSA');
  if (key instanceof Uint8Array) throw new TypeError('an OKP key was imported as a secret');
  return key;
}

function publicPart(jwk: StoredJwk): Omit<StoredJwk, 'd'> {
  return { kty: jwk.kty, crv: jwk.crv, x: jwk.x };
}
