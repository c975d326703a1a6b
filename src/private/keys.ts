import type { DatabaseSync } from 'node:sqlite';
import type { Vault } from './vault.ts';

/** A private Ed25519 key as JWK (RFC 8037). */
export interface StoredJwk {
  kty: 'OKP';
  crv: 'Ed25519';
  x: string;
  d: string;
}

/** Private keys that this node holds: its own and its custodial rigs'. They are encrypted at rest. */
export class Keys {
  readonly #database: DatabaseSync;
  readonly #vault: Vault;
  readonly #now: () => number;

  constructor(database: DatabaseSync, vault: Vault, now: () => number) {
    this.#database = database;
    this.#vault = vault;
    this.#now = now;
  }

  /** Keeps a key of an identity. It is durable when the promise resolves: a document that names it may be logged then. */
  async save(rig: string, kid: string, jwk: StoredJwk): Promise<void> {
    const jwe = await this.#vault.seal(jwk, labelOf(rig, kid));
    this.#database
      .prepare('INSERT OR REPLACE INTO keys (kid, rig, jwe, created_at) VALUES (?, ?, ?, ?)')
      .run(kid, rig, jwe, this.#now());
  }

  /** kids of the keys held for an identity, oldest first. */
  kids(rig: string): string[] {
    const rows = this.#database.prepare('SELECT kid FROM keys WHERE rig = ? ORDER BY created_at, kid').all(rig);
    return rows.map((row) => String(row['kid']));
  }

  /** Forgets every key of an identity for which none of them speaks any more. */
  forget(rig: string): void {
    this.#database.prepare('DELETE FROM keys WHERE rig = ?').run(rig);
  }

  /** A key held for an identity, or undefined; `bad_config` when the node's secret is another than at `save`. */
  async load(rig: string, kid: string): Promise<StoredJwk | undefined> {
    const row = this.#database.prepare('SELECT jwe FROM keys WHERE kid = ? AND rig = ?').get(kid, rig);
    if (row === undefined) return undefined;
    return (await this.#vault.open(String(row['jwe']), labelOf(rig, kid))) as StoredJwk;
  }
}

function labelOf(rig: string, kid: string): string {
  return `${rig} ${kid}`;
}
